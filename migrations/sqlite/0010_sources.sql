-- The folder that an article was imported from last; the next import of this folder unpublishes what is no longer in it.
ALTER TABLE articles ADD COLUMN folder TEXT;
