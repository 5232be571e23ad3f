-- Writing articles at the desk.

-- Where an article comes from: a folder of files, or the desk, whose work no import changes. `archived_at` is when it was taken off the
-- portal for good, `redirect_to_id` which article its address leads to since then.
ALTER TABLE articles ADD COLUMN origin TEXT NOT NULL DEFAULT 'import';
ALTER TABLE articles ADD COLUMN archived_at TIMESTAMPTZ;
ALTER TABLE articles ADD COLUMN redirect_to_id UUID;
ALTER TABLE articles ADD COLUMN review_at TIMESTAMPTZ;
ALTER TABLE articles ADD COLUMN expires_at TIMESTAMPTZ;
-- when somebody was reminded of the review that is due now
ALTER TABLE articles ADD COLUMN reminded_at TIMESTAMPTZ;
-- the last change at the desk, for the order of its list
ALTER TABLE articles ADD COLUMN edited_at TIMESTAMPTZ;
UPDATE articles SET edited_at = created_at;
CREATE INDEX articles_edited ON articles (edited_at DESC, id);

-- How far a translation is behind another one ('medium', 'large'; NULL where it is not), and with which version of which language it
-- agrees.
ALTER TABLE article_translations ADD COLUMN outdated TEXT;
ALTER TABLE article_translations ADD COLUMN follows_lang TEXT;
ALTER TABLE article_translations ADD COLUMN follows_version BIGINT;

-- The text of an article that is being worked on, at most one for each language. `revision` counts the times it was saved, so that nobody
-- overwrites what somebody else has saved meanwhile.
CREATE TABLE article_drafts (
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords JSONB NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    publish_at TIMESTAMPTZ,
    publish_as TEXT,
    revision BIGINT NOT NULL,
    edited_by_id UUID REFERENCES users (id),
    edited_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (article_id, lang)
);

-- Every text that was published, from 1 in each language.
CREATE TABLE article_versions (
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords JSONB NOT NULL,
    source TEXT NOT NULL,
    -- how much was changed; NULL for what was imported
    change_size TEXT,
    published_by_id UUID REFERENCES users (id),
    published_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (article_id, lang, number)
);

-- Who has found an article still to be right, and when it is reviewed again.
CREATE TABLE article_reviews (
    id UUID PRIMARY KEY NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    reviewed_by_id UUID REFERENCES users (id),
    reviewed_at TIMESTAMPTZ NOT NULL,
    review_at TIMESTAMPTZ
);
CREATE INDEX article_reviews_article ON article_reviews (article_id, reviewed_at);
