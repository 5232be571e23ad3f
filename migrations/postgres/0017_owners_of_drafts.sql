-- Drafts and files of forms that are not submitted yet are counted by their owner.
CREATE INDEX drafts_owner ON drafts (owner, updated_at);
CREATE INDEX attachments_pending_owner ON attachments (owner) WHERE entry_id IS NULL;
