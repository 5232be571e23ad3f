-- How far up a ticket is, since when somebody has to take it, and when support is told next of a target that is about to be missed.
ALTER TABLE tickets ADD COLUMN level TEXT NOT NULL DEFAULT '1';
ALTER TABLE tickets ADD COLUMN unacknowledged_since TEXT;
ALTER TABLE tickets ADD COLUMN alarm_at TEXT;
CREATE INDEX tickets_by_alarm ON tickets (alarm_at) WHERE alarm_at IS NOT NULL;
