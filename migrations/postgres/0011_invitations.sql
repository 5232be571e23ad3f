-- Who was asked to join: by mail, with a link, or by a code that a counsellor tells a participant. Only a hash of what opens
-- it is kept; it counts once, and until it expires.
CREATE TABLE invitations (
    id UUID PRIMARY KEY NOT NULL,
    token_hash TEXT NOT NULL CONSTRAINT invitations_token UNIQUE,
    -- empty for a code
    email TEXT NOT NULL,
    lang TEXT NOT NULL,
    -- as what; for the whole portal where there is no organisation
    role TEXT NOT NULL,
    level BIGINT NOT NULL,
    organisation_id UUID REFERENCES organisations (id) ON DELETE CASCADE,
    team_id UUID REFERENCES teams (id) ON DELETE SET NULL,
    -- whoever accepts lets this counsellor in; no role is given then
    counsellor_id UUID REFERENCES users (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    scope TEXT NOT NULL,
    until TIMESTAMPTZ,
    invited_by_id UUID REFERENCES users (id) ON DELETE SET NULL,
    created_at TIMESTAMPTZ NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    used_at TIMESTAMPTZ,
    withdrawn_at TIMESTAMPTZ
);
CREATE INDEX invitations_organisation ON invitations (organisation_id);
CREATE INDEX invitations_counsellor ON invitations (counsellor_id);
CREATE INDEX invitations_expires_at ON invitations (expires_at);
-- What a colleague stands in for, and what was made in an organisation.
CREATE INDEX counselling_stands_in_for ON counselling (stands_in_for_id);
CREATE INDEX counselling_organisation ON counselling (organisation_id);
