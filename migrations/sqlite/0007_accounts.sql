-- How people show who they are, and what their browsers remember.
ALTER TABLE users ADD COLUMN email_confirmed_at TEXT;
-- who is here already was brought in by someone who knows them
UPDATE users SET email_confirmed_at = created_at;
-- sealed with a key of the portal's; it counts once it is confirmed by a first code
ALTER TABLE users ADD COLUMN totp_secret TEXT;
ALTER TABLE users ADD COLUMN totp_confirmed_at TEXT;
-- the last step of time whose code was taken: a code is taken once
ALTER TABLE users ADD COLUMN totp_last_step INTEGER;

-- Codes for when the authenticator app is lost: hashes as of passwords, each good for once.
CREATE TABLE recovery_codes (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (user_id, hash)
);

-- What links in mail carry: the hash of a random key, good for one thing, once, for a while.
CREATE TABLE tokens (
    hash TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL,
    user_id BLOB REFERENCES users (id) ON DELETE CASCADE,
    email TEXT NOT NULL,
    payload TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX tokens_email ON tokens (email, purpose, created_at);
CREATE INDEX tokens_user ON tokens (user_id);
CREATE INDEX tokens_expires_at ON tokens (expires_at);

-- A new address on its way: both the old and the new one say yes. One at a time for each person.
CREATE TABLE email_changes (
    user_id BLOB PRIMARY KEY NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    id BLOB NOT NULL,
    email TEXT NOT NULL,
    old_confirmed_at TEXT,
    new_confirmed_at TEXT,
    expires_at TEXT NOT NULL
);

-- Browsers in which someone has signed in, by the hash of a cookie.
CREATE TABLE devices (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    hash TEXT NOT NULL,
    device TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    PRIMARY KEY (user_id, hash)
);
CREATE INDEX devices_last_at ON devices (last_at);

-- How often signing in has failed lately, by hash of an account, a browser or a network address: the pause grows.
CREATE TABLE failed_sign_ins (
    subject TEXT PRIMARY KEY NOT NULL,
    failures INTEGER NOT NULL,
    last_at TEXT NOT NULL
);
CREATE INDEX failed_sign_ins_last_at ON failed_sign_ins (last_at);

-- Whose session it is and where, so that people can see and end theirs. `id` is from now on the hash of what is in the cookie.
ALTER TABLE sessions ADD COLUMN user_id BLOB REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE sessions ADD COLUMN created_at TEXT;
ALTER TABLE sessions ADD COLUMN seen_at TEXT;
ALTER TABLE sessions ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN address TEXT;
CREATE INDEX sessions_user ON sessions (user_id);
