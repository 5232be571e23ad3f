-- Pictures in articles that are written at the desk: scaled, and without what cameras write into them. `data` is Base64.
CREATE TABLE article_images (
    id BLOB PRIMARY KEY NOT NULL,
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    data TEXT NOT NULL,
    added_by_id BLOB REFERENCES users (id),
    added_at TEXT NOT NULL
);
CREATE INDEX article_images_article ON article_images (article_id);
