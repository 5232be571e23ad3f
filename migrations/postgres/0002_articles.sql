-- What people read.
CREATE TABLE categories (
    id UUID PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT categories_slug UNIQUE,
    position BIGINT NOT NULL,
    titles JSONB NOT NULL,
    descriptions JSONB NOT NULL
);

CREATE TABLE articles (
    id UUID PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT articles_slug UNIQUE,
    -- where it was imported from, without the language: the translations of one article share it
    source_key TEXT NOT NULL CONSTRAINT articles_source_key UNIQUE,
    category_id UUID NOT NULL REFERENCES categories (id),
    published BOOLEAN NOT NULL,
    helpful_yes BIGINT NOT NULL DEFAULT 0,
    helpful_no BIGINT NOT NULL DEFAULT 0,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX articles_category ON articles (category_id);
CREATE INDEX articles_popular ON articles (helpful_yes DESC, slug);

CREATE TABLE article_translations (
    id UUID PRIMARY KEY NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords JSONB NOT NULL,
    source TEXT NOT NULL,
    html TEXT NOT NULL,
    toc JSONB NOT NULL,
    plain TEXT NOT NULL,
    machine_translated BOOLEAN NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT article_translations_lang UNIQUE (article_id, lang)
);

CREATE TABLE ratings (
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    reader TEXT NOT NULL,
    helpful BOOLEAN NOT NULL,
    comment TEXT,
    lang TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (article_id, reader)
);
