-- Work promised by a committed transaction: mail to send, index entries to write. Done rows are deleted.
CREATE TABLE outbox (
    id BLOB PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    leased_until TEXT,
    -- given up after repeated failure; shown to admins
    parked_at TEXT,
    last_error TEXT
);
CREATE INDEX outbox_due ON outbox (parked_at, due_at);
