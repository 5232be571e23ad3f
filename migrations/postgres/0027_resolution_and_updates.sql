-- when the resolution of a ticket is due, and the next public message of support; null where none is promised or the clock stands
ALTER TABLE tickets ADD COLUMN resolve_by TIMESTAMPTZ;
ALTER TABLE tickets ADD COLUMN update_by TIMESTAMPTZ;
