-- Signing in: what waits for its second step, and mailed links that are pressed again.

-- the account of a sign-in that still waits for its code; it ends with the sessions of the account
ALTER TABLE sessions ADD COLUMN pending_user_id UUID REFERENCES users (id) ON DELETE CASCADE;
CREATE INDEX sessions_pending_user ON sessions (pending_user_id);

-- hash of the cookie of the browser that used a link: pressed there again within minutes, it has the same outcome
ALTER TABLE tokens ADD COLUMN used_by TEXT;
-- hash of the network whose request caused the mail with the link
ALTER TABLE tokens ADD COLUMN network TEXT;
