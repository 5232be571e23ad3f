-- The queue begins with what is due first; a ticket without a promise counts from when it began to wait.
DROP INDEX tickets_waiting_since;
CREATE INDEX tickets_by_promise ON tickets
    (COALESCE(CASE WHEN responded_at IS NULL THEN respond_by ELSE reply_by END, waiting_since), id)
    WHERE waiting_since IS NOT NULL;
