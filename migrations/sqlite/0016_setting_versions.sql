-- Settings that a business decides. The newest version of a name counts; where there is none, the configuration does. Versions
-- are only added to; a person whose account is removed loses their name in them.
CREATE TABLE setting_versions (
    id BLOB PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    -- 1, 2, 3, … for each name
    version INTEGER NOT NULL,
    value TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- empty for the command line
    created_by_id BLOB REFERENCES users (id),
    created_by_name TEXT NOT NULL,
    -- why
    note TEXT,
    UNIQUE (name, version)
);

CREATE TRIGGER setting_versions_update BEFORE UPDATE ON setting_versions
WHEN NOT (NEW.id IS OLD.id AND NEW.name IS OLD.name AND NEW.version IS OLD.version AND NEW.value IS OLD.value
    AND NEW.created_at IS OLD.created_at AND NEW.created_by_id IS OLD.created_by_id AND NEW.note IS OLD.note)
BEGIN
    SELECT RAISE(ABORT, 'setting_versions is only added to');
END;

CREATE TRIGGER setting_versions_delete BEFORE DELETE ON setting_versions
BEGIN
    SELECT RAISE(ABORT, 'setting_versions is only added to');
END;

INSERT INTO revisions (name, value) VALUES ('settings', 1);
