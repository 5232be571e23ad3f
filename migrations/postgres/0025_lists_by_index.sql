-- Lists and counts that are read from an index alone.

-- the tickets of a requester, in their order, with what they are filtered by
CREATE INDEX tickets_by_requester ON tickets (requester_id, updated_at, status, private, id);
DROP INDEX tickets_requester;

-- every page of the desk says how many jobs have failed
CREATE INDEX jobs_failed ON jobs (failed_at) WHERE failed_at IS NOT NULL;

-- what support has written, with who wrote it: it is not new to them
DROP INDEX entries_by_support;
CREATE INDEX entries_by_support ON entries (ticket_id, side, id, kind, author_id) WHERE side = 'support';

-- whose ratings they are, and which still have a comment
CREATE INDEX ratings_reader ON ratings (reader);
CREATE INDEX ratings_commented ON ratings (at) WHERE comment IS NOT NULL;

-- who has opened a ticket, which is also asked when it is deleted
CREATE INDEX guest_access_ticket ON guest_access (ticket_id);
