-- What people ask.
CREATE TABLE topics (
    id BLOB PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT topics_slug UNIQUE,
    position INTEGER NOT NULL,
    titles TEXT NOT NULL
);

CREATE TABLE tickets (
    id BLOB PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL CONSTRAINT tickets_reference UNIQUE,
    form_key BLOB NOT NULL CONSTRAINT tickets_form_key UNIQUE,
    requester_id BLOB REFERENCES users (id),
    requester_name TEXT NOT NULL,
    requester_email TEXT NOT NULL,
    filed_by_id BLOB REFERENCES users (id),
    filed_by_name TEXT,
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    lang TEXT NOT NULL,
    priority TEXT NOT NULL,
    status TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    assignee_id BLOB REFERENCES users (id),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    -- until when the requester was promised a first answer, and when it came
    respond_by TEXT,
    responded_at TEXT,
    -- since when support owes an answer; empty while it is someone else's turn
    waiting_since TEXT
);
CREATE INDEX tickets_requester ON tickets (requester_id, updated_at);
CREATE INDEX tickets_requester_email ON tickets (requester_email);
CREATE INDEX tickets_waiting_since ON tickets (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX tickets_updated_at ON tickets (updated_at);
CREATE INDEX tickets_assignee ON tickets (assignee_id, status);

-- The thread: public messages, internal notes, changes of status.
CREATE TABLE entries (
    id BLOB PRIMARY KEY NOT NULL,
    ticket_id BLOB NOT NULL REFERENCES tickets (id),
    kind TEXT NOT NULL,
    side TEXT NOT NULL,
    author_id BLOB REFERENCES users (id),
    author_name TEXT NOT NULL,
    body TEXT NOT NULL,
    status_from TEXT,
    status_to TEXT,
    created_at TEXT NOT NULL,
    form_key BLOB CONSTRAINT entries_form_key UNIQUE
);
CREATE INDEX entries_ticket ON entries (ticket_id, id);

-- Forms on their way: what was typed and uploaded survives a reload.
CREATE TABLE drafts (
    form_key BLOB PRIMARY KEY NOT NULL,
    owner TEXT NOT NULL,
    fields TEXT NOT NULL,
    updated_at TEXT NOT NULL
);
CREATE INDEX drafts_updated_at ON drafts (updated_at);

CREATE TABLE attachments (
    id BLOB PRIMARY KEY NOT NULL,
    -- first it belongs to a form on its way, then to an entry
    form_key BLOB NOT NULL,
    entry_id BLOB REFERENCES entries (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    created_at TEXT NOT NULL
);
CREATE INDEX attachments_form_key ON attachments (form_key);
CREATE INDEX attachments_entry ON attachments (entry_id);

-- What requesters thought of the help.
CREATE TABLE surveys (
    ticket_id BLOB PRIMARY KEY NOT NULL REFERENCES tickets (id),
    score INTEGER NOT NULL CONSTRAINT surveys_score CHECK (score BETWEEN 1 AND 5),
    comment TEXT,
    at TEXT NOT NULL
);
