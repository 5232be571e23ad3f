-- A guest's address can be corrected, people see what is new in their tickets, and each turn of support has a promise.

-- how often the address of a guest's ticket was corrected; links that were mailed before have an earlier number, and open it no more
ALTER TABLE tickets ADD COLUMN link_version INTEGER NOT NULL DEFAULT 0;
-- the number of the link by which this browser opened the ticket
ALTER TABLE guest_access ADD COLUMN link_version INTEGER NOT NULL DEFAULT 0;

-- what somebody signed in has seen of a ticket last: the latest entry that was on its page
CREATE TABLE ticket_reads (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    ticket_id BLOB NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    entry_id BLOB NOT NULL,
    PRIMARY KEY (user_id, ticket_id)
);
CREATE INDEX ticket_reads_ticket ON ticket_reads (ticket_id);
-- what support has written, of which the newest decides whether a ticket has something new; found without reading the rows
CREATE INDEX entries_by_support ON entries (ticket_id, side, kind, id) WHERE side = 'support';

-- what was answered before this is not new to anybody
INSERT INTO ticket_reads (user_id, ticket_id, entry_id)
    SELECT t.requester_id, t.id, e.id FROM tickets t JOIN entries e ON e.ticket_id = t.id
    WHERE t.requester_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entries n WHERE n.ticket_id = t.id AND n.id > e.id);
INSERT INTO ticket_reads (user_id, ticket_id, entry_id)
    SELECT DISTINCT c.counsellor_id, t.id, e.id FROM counselling c JOIN tickets t ON t.requester_id = c.participant_id
    JOIN entries e ON e.ticket_id = t.id
    WHERE NOT EXISTS (SELECT 1 FROM entries n WHERE n.ticket_id = t.id AND n.id > e.id)
      AND NOT EXISTS (SELECT 1 FROM ticket_reads r WHERE r.user_id = c.counsellor_id AND r.ticket_id = t.id);

-- when the response is due that the requester waits for, after the first one
ALTER TABLE tickets ADD COLUMN reply_by TEXT;
