-- What people are told of once a week: which ticket, why, and who, as a rule of escalation names them. Gone when it was sent.
CREATE TABLE digest_entries (
    id UUID PRIMARY KEY NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    cause TEXT NOT NULL,
    recipient TEXT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX digest_entries_by_ticket ON digest_entries (ticket_id);
