-- The audit log is only added to. Both exceptions are rows of this table, which itself is only added to: adding one does
-- what it says, and the row says for ever that it was done.
CREATE TABLE audit_exceptions (
    id BLOB PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    -- retention: the oldest lines before this moment go, up to 5,000 for each row
    older_than TEXT,
    -- redaction: this line gets these details in place of its own
    line_id BLOB,
    details TEXT
);
CREATE INDEX audit_exceptions_older_than ON audit_exceptions (older_than);
CREATE INDEX audit_exceptions_line ON audit_exceptions (line_id);
CREATE INDEX audit_log_organisation ON audit_log (organisation_id, at);

CREATE TRIGGER audit_log_update BEFORE UPDATE ON audit_log
WHEN NOT (NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.actor_id IS OLD.actor_id AND NEW.actor_name IS OLD.actor_name
    AND NEW.action IS OLD.action AND NEW.target_kind IS OLD.target_kind AND NEW.target_id IS OLD.target_id
    AND NEW.organisation_id IS OLD.organisation_id AND NEW.address IS OLD.address
    AND EXISTS (SELECT 1 FROM audit_exceptions e WHERE e.line_id = OLD.id AND e.details = NEW.details))
BEGIN
    SELECT RAISE(ABORT, 'audit_log is only added to');
END;

CREATE TRIGGER audit_log_delete BEFORE DELETE ON audit_log
WHEN NOT EXISTS (SELECT 1 FROM audit_exceptions e WHERE e.older_than > OLD.at)
BEGIN
    SELECT RAISE(ABORT, 'audit_log is only added to');
END;

-- `INSERT OR REPLACE` would remove a line without a word
CREATE TRIGGER audit_log_insert BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log l WHERE l.id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER audit_exceptions_update BEFORE UPDATE ON audit_exceptions
BEGIN
    SELECT RAISE(ABORT, 'audit_exceptions is only added to');
END;

CREATE TRIGGER audit_exceptions_delete BEFORE DELETE ON audit_exceptions
BEGIN
    SELECT RAISE(ABORT, 'audit_exceptions is only added to');
END;

CREATE TRIGGER audit_exceptions_insert BEFORE INSERT ON audit_exceptions
WHEN EXISTS (SELECT 1 FROM audit_exceptions e WHERE e.id = NEW.id)
BEGIN
    SELECT RAISE(IGNORE);
END;

CREATE TRIGGER audit_exceptions_apply AFTER INSERT ON audit_exceptions
BEGIN
    DELETE FROM audit_log WHERE id IN (SELECT l.id FROM audit_log l WHERE l.at < NEW.older_than ORDER BY l.at LIMIT 5000);
    UPDATE audit_log SET details = NEW.details WHERE id = NEW.line_id;
END;

-- When someone was here last, to the day; whether their account was emptied.
ALTER TABLE users ADD COLUMN seen_at TEXT;
ALTER TABLE users ADD COLUMN removed_at TEXT;
-- who is there already has until now to be seen
UPDATE users SET seen_at = strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now');
CREATE INDEX users_seen_at ON users (seen_at);

-- Accounts that will be emptied: because their person asked, or because nobody used them. Withdrawn ones are deleted.
CREATE TABLE deletion_requests (
    user_id BLOB PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- asked or inactive
    reason TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    due_at TEXT NOT NULL
);
CREATE INDEX deletion_requests_due_at ON deletion_requests (due_at);

-- Files whose rows are gone and whose bytes must follow.
CREATE TABLE file_removals (
    id BLOB PRIMARY KEY NOT NULL,
    at TEXT NOT NULL
);
