-- What is searched, and whether that led anywhere. Whose searches they were is known for half an hour, as long as `search_trails` has their trail.
CREATE TABLE search_trails (
    id UUID PRIMARY KEY NOT NULL,
    -- a keyed hash of the person or browser
    visitor TEXT NOT NULL CONSTRAINT search_trails_visitor UNIQUE,
    last_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX search_trails_last ON search_trails (last_at);

CREATE TABLE searches (
    id UUID PRIMARY KEY NOT NULL,
    trail_id UUID NOT NULL,
    lang TEXT NOT NULL,
    text TEXT NOT NULL,
    -- the words in their base form, in order: searches that have it in common ask the same
    word_key TEXT NOT NULL,
    hits BIGINT NOT NULL,
    opened_article_id UUID REFERENCES articles (id) ON DELETE SET NULL,
    outcome TEXT,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX searches_at ON searches (at);
CREATE INDEX searches_trail ON searches (trail_id);
CREATE INDEX searches_opened ON searches (opened_article_id) WHERE opened_article_id IS NOT NULL;
