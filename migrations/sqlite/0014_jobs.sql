-- Work that follows from a committed transaction: emails to send, index entries to write, timers, recurring work.
-- Completed rows are deleted. The table `outbox` of earlier releases is emptied into this one while they are replaced.
CREATE TABLE jobs (
    id BLOB PRIMARY KEY NOT NULL,
    -- the type of the job; it says what `payload` is
    name TEXT NOT NULL,
    queue TEXT NOT NULL,
    -- unique among waiting jobs: a timer is moved or cancelled by its key
    key TEXT,
    payload TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- who runs it now: only with this id can it be completed
    lease_id BLOB,
    leased_until TEXT,
    -- failed for good; shown to admins
    failed_at TEXT,
    last_error TEXT
);
CREATE UNIQUE INDEX jobs_key ON jobs (key) WHERE key IS NOT NULL AND failed_at IS NULL;
CREATE INDEX jobs_due ON jobs (queue, due_at, id) WHERE failed_at IS NULL;
