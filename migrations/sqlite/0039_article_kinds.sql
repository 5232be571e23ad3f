-- What an article is, and of a known error how far it has come.
ALTER TABLE articles ADD COLUMN kind TEXT NOT NULL DEFAULT 'article';
ALTER TABLE articles ADD COLUMN error_state TEXT;
ALTER TABLE articles ADD COLUMN error_state_at TEXT;
CREATE INDEX articles_kind ON articles (kind) WHERE kind <> 'article';

-- Whom a known error affects. `reader` is the key of a person or browser; `user_id` who is told how it goes on.
CREATE TABLE affected_readers (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    reader TEXT NOT NULL,
    user_id BLOB REFERENCES users (id),
    at TEXT NOT NULL,
    PRIMARY KEY (article_id, reader)
);
CREATE INDEX affected_readers_user ON affected_readers (user_id) WHERE user_id IS NOT NULL;
