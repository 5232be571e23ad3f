-- The audit log is only added to. Both exceptions are rows of this table, which itself is only added to: adding one does
-- what it says, and the row says for ever that it was done.
CREATE TABLE audit_exceptions (
    id UUID PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    -- retention: the oldest lines before this moment go, up to 5,000 for each row
    older_than TIMESTAMPTZ,
    -- redaction: this line gets these details in place of its own
    line_id UUID,
    details JSONB
);
CREATE INDEX audit_exceptions_older_than ON audit_exceptions (older_than);
CREATE INDEX audit_exceptions_line ON audit_exceptions (line_id);
CREATE INDEX audit_log_organisation ON audit_log (organisation_id, at);

CREATE FUNCTION audit_only_added_to() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE FUNCTION audit_log_guard() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM audit_exceptions e WHERE e.older_than > OLD.at) THEN
            RETURN OLD;
        END IF;
    ELSIF to_jsonb(NEW) - 'details' = to_jsonb(OLD) - 'details'
        AND EXISTS (SELECT 1 FROM audit_exceptions e WHERE e.line_id = OLD.id AND e.details = NEW.details) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit_log is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Runs as the owner of the table, so that the role the portal runs under needs no right to change or remove lines.
CREATE FUNCTION audit_exception_apply() RETURNS TRIGGER LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    DELETE FROM audit_log WHERE id IN (SELECT l.id FROM audit_log l WHERE l.at < NEW.older_than ORDER BY l.at LIMIT 5000);
    UPDATE audit_log SET details = NEW.details WHERE id = NEW.line_id;
    RETURN NULL;
END $$;

CREATE TRIGGER audit_log_row BEFORE UPDATE OR DELETE ON audit_log FOR EACH ROW EXECUTE FUNCTION audit_log_guard();
CREATE TRIGGER audit_log_truncate BEFORE TRUNCATE ON audit_log FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to();
CREATE TRIGGER audit_exceptions_row BEFORE UPDATE OR DELETE ON audit_exceptions
    FOR EACH ROW EXECUTE FUNCTION audit_only_added_to();
CREATE TRIGGER audit_exceptions_truncate BEFORE TRUNCATE ON audit_exceptions
    FOR EACH STATEMENT EXECUTE FUNCTION audit_only_added_to();
CREATE TRIGGER audit_exceptions_apply AFTER INSERT ON audit_exceptions
    FOR EACH ROW EXECUTE FUNCTION audit_exception_apply();

-- When someone was here last, to the day; whether their account was emptied.
ALTER TABLE users ADD COLUMN seen_at TIMESTAMPTZ;
ALTER TABLE users ADD COLUMN removed_at TIMESTAMPTZ;
-- who is there already has until now to be seen
UPDATE users SET seen_at = CURRENT_TIMESTAMP;
CREATE INDEX users_seen_at ON users (seen_at);

-- Accounts that will be emptied: because their person asked, or because nobody used them. Withdrawn ones are deleted.
CREATE TABLE deletion_requests (
    user_id UUID PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- asked or inactive
    reason TEXT NOT NULL,
    asked_at TIMESTAMPTZ NOT NULL,
    due_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX deletion_requests_due_at ON deletion_requests (due_at);

-- Files whose rows are gone and whose bytes must follow.
CREATE TABLE file_removals (
    id UUID PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
