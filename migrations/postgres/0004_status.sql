-- How the services are.
CREATE TABLE services (
    id UUID PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT services_slug UNIQUE,
    position BIGINT NOT NULL,
    names JSONB NOT NULL,
    descriptions JSONB NOT NULL
);

CREATE TABLE incidents (
    id UUID PRIMARY KEY NOT NULL,
    form_key UUID NOT NULL CONSTRAINT incidents_form_key UNIQUE,
    impact TEXT NOT NULL,
    status TEXT NOT NULL,
    titles JSONB NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    resolved_at TIMESTAMPTZ
);
CREATE INDEX incidents_started_at ON incidents (started_at);

CREATE TABLE incident_services (
    incident_id UUID NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    service_id UUID NOT NULL REFERENCES services (id),
    PRIMARY KEY (incident_id, service_id)
);

CREATE TABLE maintenances (
    id UUID PRIMARY KEY NOT NULL,
    form_key UUID NOT NULL CONSTRAINT maintenances_form_key UNIQUE,
    titles JSONB NOT NULL,
    starts_at TIMESTAMPTZ NOT NULL,
    ends_at TIMESTAMPTZ NOT NULL,
    cancelled_at TIMESTAMPTZ
);
CREATE INDEX maintenances_starts_at ON maintenances (starts_at);

CREATE TABLE maintenance_services (
    maintenance_id UUID NOT NULL REFERENCES maintenances (id) ON DELETE CASCADE,
    service_id UUID NOT NULL REFERENCES services (id),
    PRIMARY KEY (maintenance_id, service_id)
);

-- What was said about an incident or a maintenance, and when.
CREATE TABLE status_updates (
    id UUID PRIMARY KEY NOT NULL,
    subject_id UUID NOT NULL,
    form_key UUID NOT NULL CONSTRAINT status_updates_form_key UNIQUE,
    status TEXT,
    texts JSONB NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX status_updates_subject ON status_updates (subject_id, at);
