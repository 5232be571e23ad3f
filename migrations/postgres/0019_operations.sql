-- Why the last attempt of a job failed, as a word that the program knows; `last_error` has the details.
ALTER TABLE jobs ADD COLUMN cause TEXT;

-- Signs of life. A probe writes here, to find out whether the database takes changes.
CREATE TABLE heartbeats (
    name TEXT PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
