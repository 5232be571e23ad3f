-- Pictures in articles that are written at the desk: scaled, and without what cameras write into them. `data` is Base64.
CREATE TABLE article_images (
    id UUID PRIMARY KEY NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    media_type TEXT NOT NULL,
    data TEXT NOT NULL,
    added_by_id UUID REFERENCES users (id),
    added_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX article_images_article ON article_images (article_id);
