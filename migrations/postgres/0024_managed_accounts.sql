-- Accounts that others manage, and mail about new browsers.

-- since when nobody signs in to the account; its data stay
ALTER TABLE users ADD COLUMN deactivated_at TIMESTAMPTZ;
-- since when the user has the role in the whole portal; unknown for roles of before
ALTER TABLE users ADD COLUMN role_since TIMESTAMPTZ;

-- hash of the network in which the browser was used first, and when its user was told of it by mail
ALTER TABLE devices ADD COLUMN network TEXT;
ALTER TABLE devices ADD COLUMN reported_at TIMESTAMPTZ;

-- whose name is changed, or removed with the account: without these every ticket is read for it
CREATE INDEX entries_author ON entries (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX tickets_filed_by ON tickets (filed_by_id) WHERE filed_by_id IS NOT NULL;
