-- What changes is told to the nodes that are watched, whoever changes it. The nodes' own transactions find out once, as they begin, whether
-- there is one; of others, psql's, it is looked up with each row.
ALTER TABLE nodes ADD watching boolean NOT NULL DEFAULT false; -- somebody reads its feed of events

CREATE INDEX nodes_watching ON nodes (id) WHERE watching AND ended IS NULL;

-- "run 812 4711", what changed, in which transaction and which row, as it is once the transaction is on disk.
CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
DECLARE
    what text := TG_ARGV[0];
BEGIN
    IF NOT EXISTS (SELECT 1 FROM nodes WHERE watching AND ended IS NULL) THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF NEW.state = 'running' AND OLD.state = 'running' AND NEW.attempt = OLD.attempt AND NEW.progress_at IS DISTINCT FROM OLD.progress_at THEN
            what := 'progress';
        END IF;
    END IF;
    PERFORM pg_notify('jobqueue_changes', what || ' ' || CAST(CAST(pg_current_xact_id() AS xid) AS text) || ' ' || NEW.seq);
    RETURN NULL;
END
$$;

-- By rows: what is changed is one row a statement, and rows that are collected for the statement cost as much as half of it, watched or not.
CREATE TRIGGER tell_run AFTER INSERT OR UPDATE ON runs FOR EACH ROW
WHEN (current_setting('jobqueue.unwatched', true) IS DISTINCT FROM 'true') EXECUTE FUNCTION tell_change('run');

CREATE TRIGGER tell_event AFTER INSERT ON events FOR EACH ROW
WHEN (current_setting('jobqueue.unwatched', true) IS DISTINCT FROM 'true') EXECUTE FUNCTION tell_change('event');
