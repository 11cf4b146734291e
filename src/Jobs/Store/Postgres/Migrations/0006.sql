-- Channels are of the whole database. Each ledger tells its changes on one of its own: jobqueue_changes in the schema jobqueue, as ever,
-- and SCHEMA_jobqueue_changes in another. A channel has at most 63 bytes: a digest stands for the name of a schema that leaves too few.
CREATE OR REPLACE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    what text := TG_ARGV[0];
    place text := TG_TABLE_SCHEMA;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM nodes WHERE watching AND ended IS NULL) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.state = 'running' AND OLD.state = 'running' AND NEW.attempt = OLD.attempt
            AND NEW.progress_at IS DISTINCT FROM OLD.progress_at THEN
            what := 'progress';
        END IF;
    END IF;
    place := CASE
        WHEN place = 'jobqueue' THEN ''
        WHEN octet_length(place) <= 46 THEN place || '_'
        ELSE left(encode(sha256(convert_to(place, 'UTF8')), 'hex'), 32) || '_'
    END;
    PERFORM pg_notify(place || 'jobqueue_changes', what || ' ' || CAST(CAST(pg_current_xact_id() AS xid) AS text) || ' ' || NEW.seq);
    RETURN NULL;
END
$$;
