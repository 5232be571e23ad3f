-- What a ticket is about and whom it affects, in the terms of the requester; `urgent_cause` is the slug of an urgent cause.
ALTER TABLE tickets ADD COLUMN kind TEXT NOT NULL DEFAULT 'question';
ALTER TABLE tickets ADD COLUMN impact TEXT NOT NULL DEFAULT 'one';
ALTER TABLE tickets ADD COLUMN urgent_cause TEXT;
