-- The status page: which components an incident affects over its course, maintenance that is moved, corrected texts.

-- Which components an incident affects from an update on, and how severely. An update without rows, posted by the former release,
-- leaves the components as they were, all with its own impact.
CREATE TABLE status_update_services (
    update_id BLOB NOT NULL REFERENCES status_updates (id) ON DELETE CASCADE,
    service_id BLOB NOT NULL REFERENCES services (id),
    impact TEXT NOT NULL,
    PRIMARY KEY (update_id, service_id)
);
INSERT INTO status_update_services (update_id, service_id, impact)
SELECT u.id, s.service_id, COALESCE(u.impact, i.impact) FROM status_updates u
JOIN incidents i ON i.id = u.subject_id JOIN incident_services s ON s.incident_id = i.id;

-- the window of a maintenance from an update on that moved it
ALTER TABLE status_updates ADD COLUMN starts_at TEXT;
ALTER TABLE status_updates ADD COLUMN ends_at TEXT;

-- The wording that a correction replaced: of an update, or of the title of an incident or a maintenance.
CREATE TABLE status_corrections (
    id BLOB PRIMARY KEY NOT NULL,
    subject_id BLOB NOT NULL,
    update_id BLOB REFERENCES status_updates (id) ON DELETE CASCADE,
    form_key BLOB NOT NULL CONSTRAINT status_corrections_form_key UNIQUE,
    texts TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX status_corrections_subject ON status_corrections (subject_id, at);
