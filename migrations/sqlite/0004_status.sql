-- How the services are.
CREATE TABLE services (
    id BLOB PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT services_slug UNIQUE,
    position INTEGER NOT NULL,
    names TEXT NOT NULL,
    descriptions TEXT NOT NULL
);

CREATE TABLE incidents (
    id BLOB PRIMARY KEY NOT NULL,
    form_key BLOB NOT NULL CONSTRAINT incidents_form_key UNIQUE,
    impact TEXT NOT NULL,
    status TEXT NOT NULL,
    titles TEXT NOT NULL,
    started_at TEXT NOT NULL,
    resolved_at TEXT
);
CREATE INDEX incidents_started_at ON incidents (started_at);

CREATE TABLE incident_services (
    incident_id BLOB NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    service_id BLOB NOT NULL REFERENCES services (id),
    PRIMARY KEY (incident_id, service_id)
);

CREATE TABLE maintenances (
    id BLOB PRIMARY KEY NOT NULL,
    form_key BLOB NOT NULL CONSTRAINT maintenances_form_key UNIQUE,
    titles TEXT NOT NULL,
    starts_at TEXT NOT NULL,
    ends_at TEXT NOT NULL,
    cancelled_at TEXT
);
CREATE INDEX maintenances_starts_at ON maintenances (starts_at);

CREATE TABLE maintenance_services (
    maintenance_id BLOB NOT NULL REFERENCES maintenances (id) ON DELETE CASCADE,
    service_id BLOB NOT NULL REFERENCES services (id),
    PRIMARY KEY (maintenance_id, service_id)
);

-- What was said about an incident or a maintenance, and when.
CREATE TABLE status_updates (
    id BLOB PRIMARY KEY NOT NULL,
    subject_id BLOB NOT NULL,
    form_key BLOB NOT NULL CONSTRAINT status_updates_form_key UNIQUE,
    status TEXT,
    texts TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX status_updates_subject ON status_updates (subject_id, at);
