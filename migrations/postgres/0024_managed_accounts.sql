-- Accounts that others manage, and mail about new browsers.

-- since when nobody signs in to the account; its data stay
ALTER TABLE users ADD COLUMN deactivated_at TIMESTAMPTZ;
-- since when the user has the role in the whole portal; unknown for roles of before
ALTER TABLE users ADD COLUMN role_since TIMESTAMPTZ;

-- hash of the network in which the browser was used first, and when its user was told of it by mail
ALTER TABLE devices ADD COLUMN network TEXT;
ALTER TABLE devices ADD COLUMN reported_at TIMESTAMPTZ;
