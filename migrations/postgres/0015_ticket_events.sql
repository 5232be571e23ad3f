-- Everything that happens to a ticket is a row. `event` is what happened, NULL in rows of before, where `kind` tells it;
-- `data` is from what to what; `on_behalf_of_id` is the requester for whom a counsellor did it. The release before knows
-- the kinds message, note and change: internal events are notes without a text, public ones changes.
ALTER TABLE entries ADD COLUMN event TEXT;
ALTER TABLE entries ADD COLUMN on_behalf_of_id UUID REFERENCES users (id);
ALTER TABLE entries ADD COLUMN data JSONB;

UPDATE entries SET on_behalf_of_id = (SELECT t.requester_id FROM tickets t WHERE t.id = entries.ticket_id)
WHERE side = 'counsellor';

-- What the audit log knows of earlier changes. An event has the id of its line there; where one line told two changes, the
-- second has the next id.
INSERT INTO entries (id, ticket_id, kind, side, author_id, author_name, body, created_at, event, data)
SELECT l.id, l.target_id, 'note', 'support', u.id, COALESCE(u.name, l.actor_name), '', l.at, 'priority',
    jsonb_build_object('from', l.details -> 'priority_from', 'to', l.details -> 'priority_to',
        'respond_by_from', COALESCE(l.details -> 'respond_by_from', to_jsonb(t.respond_by)),
        'respond_by_to', COALESCE(l.details -> 'respond_by_to', to_jsonb(t.respond_by)))
FROM audit_log l JOIN tickets t ON t.id = l.target_id LEFT JOIN users u ON u.id = l.actor_id
WHERE l.action = 'ticket.changed' AND l.details ->> 'priority_to' IS NOT NULL;

INSERT INTO entries (id, ticket_id, kind, side, author_id, author_name, body, created_at, event, data)
SELECT CASE WHEN l.details ->> 'priority_to' IS NULL THEN l.id
        ELSE (substr(l.id::text, 1, 35)
            || substr('123456789abcdef0', strpos('0123456789abcdef', substr(l.id::text, 36)), 1))::uuid END,
    l.target_id, 'note', 'support', u.id, COALESCE(u.name, l.actor_name), '', l.at, 'assignee',
    jsonb_build_object('from', l.details -> 'assignee_from', 'to', l.details -> 'assignee_to')
FROM audit_log l JOIN tickets t ON t.id = l.target_id LEFT JOIN users u ON u.id = l.actor_id
WHERE l.action = 'ticket.changed' AND COALESCE(l.details ->> 'assignee_from', l.details ->> 'assignee_to') IS NOT NULL;

INSERT INTO entries (id, ticket_id, kind, side, author_id, author_name, body, created_at, event, data)
SELECT l.id, l.target_id, 'note', 'requester', u.id, COALESCE(u.name, l.actor_name), '', l.at, 'privacy',
    jsonb_build_object('from', CASE l.action WHEN 'ticket.shared' THEN 'private' ELSE 'shared' END,
        'to', CASE l.action WHEN 'ticket.shared' THEN 'shared' ELSE 'private' END)
FROM audit_log l JOIN tickets t ON t.id = l.target_id LEFT JOIN users u ON u.id = l.actor_id
WHERE l.action IN ('ticket.made_private', 'ticket.shared');
