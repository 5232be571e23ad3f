-- By which channel a ticket came: the form of the portal, or a call, an email or a chat from which support recorded it.
ALTER TABLE tickets ADD COLUMN channel TEXT NOT NULL DEFAULT 'form';
