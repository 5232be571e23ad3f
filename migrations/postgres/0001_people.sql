-- People, what they are to each other, their sessions, and what all processes share.
CREATE TABLE users (
    id UUID PRIMARY KEY NOT NULL,
    email TEXT NOT NULL CONSTRAINT users_email UNIQUE,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    lang TEXT NOT NULL,
    password_hash TEXT,
    created_at TIMESTAMPTZ NOT NULL
);

-- Which counsellor acts for which participant.
CREATE TABLE counselling (
    counsellor_id UUID NOT NULL REFERENCES users (id),
    participant_id UUID NOT NULL REFERENCES users (id),
    since TIMESTAMPTZ NOT NULL,
    ended_at TIMESTAMPTZ,
    PRIMARY KEY (counsellor_id, participant_id)
);
CREATE INDEX counselling_participant ON counselling (participant_id);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    data TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

-- One value each: the key that signs links, for instance.
CREATE TABLE settings (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
);

-- Counted up in the transaction that changes a thing; processes keep what they read until the number moves.
CREATE TABLE revisions (
    name TEXT PRIMARY KEY NOT NULL,
    value BIGINT NOT NULL
);
INSERT INTO revisions (name, value) VALUES ('catalogue', 1), ('status', 1);

-- Addresses that want no mail about changes of status; replies still reach them.
CREATE TABLE mail_opt_outs (
    email TEXT PRIMARY KEY NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
