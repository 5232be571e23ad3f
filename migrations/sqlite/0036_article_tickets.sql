-- From which tickets an article was written.
CREATE TABLE article_tickets (
    article_id BLOB NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    ticket_id BLOB NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, ticket_id)
);
CREATE INDEX article_tickets_ticket ON article_tickets (ticket_id);
