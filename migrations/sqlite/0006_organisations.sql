-- Who belongs where, and what they may do there.
CREATE TABLE organisations (
    id BLOB PRIMARY KEY NOT NULL,
    slug TEXT NOT NULL CONSTRAINT organisations_slug UNIQUE,
    name TEXT NOT NULL,
    -- which colleagues see a member's tickets: own (nobody), team, organisation, chosen
    sharing TEXT NOT NULL,
    -- whether a participant may end what a counsellor may do for them
    participants_end BOOLEAN NOT NULL,
    created_at TEXT NOT NULL
);

CREATE TABLE teams (
    id BLOB PRIMARY KEY NOT NULL,
    organisation_id BLOB NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    CONSTRAINT teams_name UNIQUE (organisation_id, name)
);

-- One row per role; whoever is a member and nothing more is a participant. `users.role` is what someone is to the whole portal.
CREATE TABLE memberships (
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    organisation_id BLOB NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    team_id BLOB REFERENCES teams (id) ON DELETE SET NULL,
    -- of an agent: 1, 2 or 3
    level INTEGER NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (user_id, organisation_id, role)
);
CREATE INDEX memberships_organisation ON memberships (organisation_id);
CREATE INDEX memberships_team ON memberships (team_id);
ALTER TABLE users ADD COLUMN level INTEGER NOT NULL DEFAULT 1;

-- Whom an organisation chose to see its members' tickets.
CREATE TABLE sharing_viewers (
    organisation_id BLOB NOT NULL REFERENCES organisations (id) ON DELETE CASCADE,
    user_id BLOB NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (organisation_id, user_id)
);

-- Which organisation a relation was made in, why, what it allows (see or act), and until when.
ALTER TABLE counselling ADD COLUMN organisation_id BLOB REFERENCES organisations (id);
ALTER TABLE counselling ADD COLUMN purpose TEXT NOT NULL DEFAULT '';
ALTER TABLE counselling ADD COLUMN scope TEXT NOT NULL DEFAULT 'act';
ALTER TABLE counselling ADD COLUMN until TEXT;
-- the colleague for whom this one stands in
ALTER TABLE counselling ADD COLUMN stands_in_for_id BLOB REFERENCES users (id);

-- The requester's organisation when it was filed; whether only they and support see it; whose form it was.
ALTER TABLE tickets ADD COLUMN organisation_id BLOB REFERENCES organisations (id);
ALTER TABLE tickets ADD COLUMN private BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tickets ADD COLUMN form_owner TEXT NOT NULL DEFAULT '';
CREATE INDEX tickets_organisation ON tickets (organisation_id, updated_at);

-- Whose form a file came with.
ALTER TABLE attachments ADD COLUMN owner TEXT NOT NULL DEFAULT '';

-- Which tickets a browser without an account has filed or opened by a link. The id is in its session.
CREATE TABLE guest_access (
    guest_id BLOB NOT NULL,
    ticket_id BLOB NOT NULL REFERENCES tickets (id) ON DELETE CASCADE,
    at TEXT NOT NULL,
    PRIMARY KEY (guest_id, ticket_id)
);
CREATE INDEX guest_access_at ON guest_access (at);

-- Who did what to whom, when, from where. Lines are added and never changed.
CREATE TABLE audit_log (
    id BLOB PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    actor_id BLOB,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    target_kind TEXT,
    target_id BLOB,
    organisation_id BLOB,
    address TEXT,
    details TEXT NOT NULL
);
CREATE INDEX audit_log_at ON audit_log (at);
CREATE INDEX audit_log_actor ON audit_log (actor_id, at);
CREATE INDEX audit_log_target ON audit_log (target_id, at);
