-- Settings that a business decides. The newest version of a name counts; where there is none, the configuration does. Versions
-- are only added to; a person whose account is removed loses their name in them.
CREATE TABLE setting_versions (
    id UUID PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    -- 1, 2, 3, … for each name
    version BIGINT NOT NULL,
    value JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    -- empty for the command line
    created_by_id UUID REFERENCES users (id),
    created_by_name TEXT NOT NULL,
    -- why
    note TEXT,
    UNIQUE (name, version)
);

CREATE FUNCTION setting_versions_guard() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'created_by_name' = to_jsonb(OLD) - 'created_by_name' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'setting_versions is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER setting_versions_row BEFORE UPDATE OR DELETE ON setting_versions
    FOR EACH ROW EXECUTE FUNCTION setting_versions_guard();

INSERT INTO revisions (name, value) VALUES ('settings', 1);
