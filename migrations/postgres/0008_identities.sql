-- Who people are to providers of sign-in. Issuer and subject together are the identity; nothing else is looked for.
CREATE TABLE identities (
    id UUID PRIMARY KEY NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id UUID NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    -- the provider's name in the configuration at the last login
    provider TEXT NOT NULL,
    -- the address the provider told at the last login, for people to recognise
    email TEXT,
    -- roles that its groups gave: what a later login may take back
    given JSONB NOT NULL,
    created_at TIMESTAMPTZ NOT NULL,
    last_used_at TIMESTAMPTZ NOT NULL,
    CONSTRAINT identities_subject UNIQUE (issuer, subject)
);
CREATE INDEX identities_user ON identities (user_id);

-- Sessions begun by a provider's word, so that it can end them. The id is in the session's data.
CREATE TABLE provider_sessions (
    id UUID PRIMARY KEY NOT NULL,
    identity_id UUID NOT NULL REFERENCES identities (id) ON DELETE CASCADE,
    -- the provider's own name for its session
    sid TEXT,
    created_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX provider_sessions_identity ON provider_sessions (identity_id);
CREATE INDEX provider_sessions_sid ON provider_sessions (sid);
CREATE INDEX provider_sessions_created_at ON provider_sessions (created_at);

-- Logout tokens that were taken: each counts once.
CREATE TABLE logout_jtis (
    issuer TEXT NOT NULL,
    jti TEXT NOT NULL,
    expires_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (issuer, jti)
);
CREATE INDEX logout_jtis_expires_at ON logout_jtis (expires_at);
