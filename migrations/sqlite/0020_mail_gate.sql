-- Mail to addresses whose owner has not confirmed them is counted, and repeats nothing that was typed.

-- Mailboxes that have answered, by hash of the canonical address: a link in a mail was opened and the ticket answered there, or an
-- account left the address.
CREATE TABLE confirmed_mailboxes (
    mailbox TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX confirmed_mailboxes_at ON confirmed_mailboxes (at);

-- How many mails were sent to unconfirmed addresses, by hash of a mailbox or a network, and day since 1970 (UTC).
CREATE TABLE mail_counts (
    subject TEXT NOT NULL,
    day INTEGER NOT NULL,
    sent INTEGER NOT NULL,
    PRIMARY KEY (subject, day)
);
CREATE INDEX mail_counts_day ON mail_counts (day);

-- hash of the network whose request caused the job; empty where support or the program did
ALTER TABLE jobs ADD COLUMN network TEXT;

-- whether this browser opened a link that was mailed
ALTER TABLE guest_access ADD COLUMN by_link BOOLEAN NOT NULL DEFAULT FALSE;
