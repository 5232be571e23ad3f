-- What people ask.
CREATE TABLE topics (
    id UUID PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT topics_slug UNIQUE,
    position BIGINT NOT NULL,
    titles JSONB NOT NULL
);

CREATE TABLE tickets (
    id UUID PRIMARY KEY NOT NULL,
    reference TEXT NOT NULL CONSTRAINT tickets_reference UNIQUE,
    form_key UUID NOT NULL CONSTRAINT tickets_form_key UNIQUE,
    requester_id UUID REFERENCES users (id),
    requester_name TEXT NOT NULL,
    requester_email TEXT NOT NULL,
    filed_by_id UUID REFERENCES users (id),
    filed_by_name TEXT,
    topic TEXT NOT NULL,
    subject TEXT NOT NULL,
    lang TEXT NOT NULL,
    priority TEXT NOT NULL,
    status TEXT NOT NULL,
    urgent BOOLEAN NOT NULL,
    assignee_id UUID REFERENCES users (id),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    -- until when the requester was promised a first answer, and when it came
    respond_by TIMESTAMPTZ,
    responded_at TIMESTAMPTZ,
    -- since when support owes an answer; empty while it is someone else's turn
    waiting_since TIMESTAMPTZ
);
CREATE INDEX tickets_requester ON tickets (requester_id, updated_at);
CREATE INDEX tickets_requester_email ON tickets (requester_email);
CREATE INDEX tickets_waiting_since ON tickets (waiting_since) WHERE waiting_since IS NOT NULL;
CREATE INDEX tickets_updated_at ON tickets (updated_at);
CREATE INDEX tickets_assignee ON tickets (assignee_id, status);

-- The thread: public messages, internal notes, changes of status.
CREATE TABLE entries (
    id UUID PRIMARY KEY NOT NULL,
    ticket_id UUID NOT NULL REFERENCES tickets (id),
    kind TEXT NOT NULL,
    side TEXT NOT NULL,
    author_id UUID REFERENCES users (id),
    author_name TEXT NOT NULL,
    body TEXT NOT NULL,
    status_from TEXT,
    status_to TEXT,
    created_at TIMESTAMPTZ NOT NULL,
    form_key UUID CONSTRAINT entries_form_key UNIQUE
);
CREATE INDEX entries_ticket ON entries (ticket_id, id);

-- Forms on their way: what was typed and uploaded survives a reload.
CREATE TABLE drafts (
    form_key UUID PRIMARY KEY NOT NULL,
    owner TEXT NOT NULL,
    fields JSONB NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX drafts_updated_at ON drafts (updated_at);

CREATE TABLE attachments (
    id UUID PRIMARY KEY NOT NULL,
    -- first it belongs to a form on its way, then to an entry
    form_key UUID NOT NULL,
    entry_id UUID REFERENCES entries (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX attachments_form_key ON attachments (form_key);
CREATE INDEX attachments_entry ON attachments (entry_id);

-- What requesters thought of the help.
CREATE TABLE surveys (
    ticket_id UUID PRIMARY KEY NOT NULL REFERENCES tickets (id),
    score BIGINT NOT NULL CONSTRAINT surveys_score CHECK (score BETWEEN 1 AND 5),
    comment TEXT,
    at TIMESTAMPTZ NOT NULL
);
