-- How bad an outage was from each thing said about it on; empty for maintenance. Outages of before are known as they are now.
ALTER TABLE status_updates ADD COLUMN impact TEXT;
UPDATE status_updates SET impact = (SELECT i.impact FROM incidents i WHERE i.id = status_updates.subject_id);
