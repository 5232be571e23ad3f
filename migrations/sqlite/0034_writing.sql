-- Writing articles at the desk.

-- Where an article comes from: a folder of files, or the desk, whose work no import changes. `archived_at` is when it was taken off the
-- portal for good, `redirect_to_id` which article its address leads to since then.
ALTER TABLE articles ADD COLUMN origin TEXT NOT NULL DEFAULT 'import';
ALTER TABLE articles ADD COLUMN archived_at TEXT;
ALTER TABLE articles ADD COLUMN redirect_to_id BLOB;
ALTER TABLE articles ADD COLUMN review_at TEXT;
ALTER TABLE articles ADD COLUMN expires_at TEXT;
-- when somebody was reminded of the review that is due now
ALTER TABLE articles ADD COLUMN reminded_at TEXT;
-- the last change at the desk, for the order of its list
ALTER TABLE articles ADD COLUMN edited_at TEXT;
UPDATE articles SET edited_at = created_at;
CREATE INDEX articles_edited ON articles (edited_at DESC, id);

-- How far a translation is behind another one ('medium', 'large'; NULL where it is not), and with which version of which language it
-- agrees.
ALTER TABLE article_translations ADD COLUMN outdated TEXT;
ALTER TABLE article_translations ADD COLUMN follows_lang TEXT;
ALTER TABLE article_translations ADD COLUMN follows_version INTEGER;

-- The text of an article that is being worked on, at most one for each language. `revision` counts the times it was saved, so that nobody
-- overwrites what somebody else has saved meanwhile.
CREATE TABLE article_drafts (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    publish_at TEXT,
    publish_as TEXT,
    revision INTEGER NOT NULL,
    edited_by_id BLOB REFERENCES users (id),
    edited_at TEXT NOT NULL,
    PRIMARY KEY (article_id, lang)
);

-- Every text that was published, from 1 in each language.
CREATE TABLE article_versions (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    source TEXT NOT NULL,
    -- how much was changed; NULL for what was imported
    change_size TEXT,
    published_by_id BLOB REFERENCES users (id),
    published_at TEXT NOT NULL,
    PRIMARY KEY (article_id, lang, number)
);

-- Who has found an article still to be right, and when it is reviewed again.
CREATE TABLE article_reviews (
    id BLOB PRIMARY KEY NOT NULL,
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    reviewed_by_id BLOB REFERENCES users (id),
    reviewed_at TEXT NOT NULL,
    review_at TEXT
);
CREATE INDEX article_reviews_article ON article_reviews (article_id, reviewed_at);
