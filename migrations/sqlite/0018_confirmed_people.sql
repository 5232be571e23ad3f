-- Since when attempts to sign in from a network have to be slower; it has no value for accounts and browsers.
ALTER TABLE failed_sign_ins ADD COLUMN slowed_at TEXT;
-- A relation made in an organisation covers that organisation's tickets; the participant may widen it to all of theirs.
ALTER TABLE counselling ADD COLUMN widened BOOLEAN NOT NULL DEFAULT FALSE;
-- The guest key that sessions of one browser were given last, by hash of the browser's cookie: answers that were lost and tabs
-- that were sent at once open the same tickets.
CREATE TABLE guest_browsers (
    browser TEXT PRIMARY KEY NOT NULL,
    guest_id BLOB NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX guest_browsers_at ON guest_browsers (at);
