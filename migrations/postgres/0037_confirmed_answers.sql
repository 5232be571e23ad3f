-- That somebody who was writing a ticket said that an article solved it. Nothing says who it was.
CREATE TABLE confirmed_answers (
    id UUID PRIMARY KEY NOT NULL,
    article_id UUID NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    lang TEXT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);
CREATE INDEX confirmed_answers_article ON confirmed_answers (article_id);
