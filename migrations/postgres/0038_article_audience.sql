-- Who may read an article: a circle of readers, and the organisation that it is limited to, as in `staff@<uuid>`.
ALTER TABLE articles ADD COLUMN audience TEXT NOT NULL DEFAULT 'everyone';
