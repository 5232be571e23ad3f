-- What people read.
CREATE TABLE categories (
    id BLOB PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT categories_slug UNIQUE,
    position INTEGER NOT NULL,
    titles TEXT NOT NULL,
    descriptions TEXT NOT NULL
);

CREATE TABLE articles (
    id BLOB PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT articles_slug UNIQUE,
    -- where it was imported from, without the language: the translations of one article share it
    source_key TEXT NOT NULL CONSTRAINT articles_source_key UNIQUE,
    category_id BLOB NOT NULL REFERENCES categories (id),
    published BOOLEAN NOT NULL,
    helpful_yes INTEGER NOT NULL DEFAULT 0,
    helpful_no INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL
);
CREATE INDEX articles_category ON articles (category_id);
CREATE INDEX articles_popular ON articles (helpful_yes DESC, slug);

CREATE TABLE article_translations (
    id BLOB PRIMARY KEY NOT NULL,
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    keywords TEXT NOT NULL,
    source TEXT NOT NULL,
    html TEXT NOT NULL,
    toc TEXT NOT NULL,
    plain TEXT NOT NULL,
    machine_translated BOOLEAN NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT article_translations_lang UNIQUE (article_id, lang)
);

CREATE TABLE ratings (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    reader TEXT NOT NULL,
    helpful BOOLEAN NOT NULL,
    comment TEXT,
    lang TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (article_id, reader)
);
