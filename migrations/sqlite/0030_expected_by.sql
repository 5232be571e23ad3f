-- When support expects to answer, where it says so after a missed promise or before one.
ALTER TABLE tickets ADD COLUMN expected_by TEXT;
