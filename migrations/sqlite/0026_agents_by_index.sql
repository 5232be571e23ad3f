-- The few who support and administer, among everyone who has an account.
CREATE INDEX users_role ON users (role);
