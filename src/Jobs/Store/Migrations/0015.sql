-- What did not go well, and is over: a query repeats the terms to be served by it. No IN: its constants would be a table of their own in
-- every insert.
CREATE INDEX runs_by_outcome ON runs (state, seq)
WHERE state <> 'scheduled' AND state <> 'pending' AND state <> 'running' AND state <> 'succeeded';

CREATE INDEX runs_by_due ON runs (due);

-- Runs that are held back are in none of the indexes of those that wait.
CREATE INDEX runs_paused ON runs (seq) WHERE paused = 1;

CREATE INDEX events_by_run ON events (run_id, seq) WHERE run_id IS NOT NULL;

-- How many runs came to which end in which minute: kept by the triggers below, whoever ends a run.
CREATE TABLE run_minutes (
    minute          TEXT NOT NULL,         -- of the end: yyyy-MM-ddTHH:mm, UTC
    state           TEXT NOT NULL,
    runs            INTEGER NOT NULL,      -- of stretches that were skipped or missed, the occurrences
    late_ms         INTEGER NOT NULL,      -- due to first attempt, of all together
    late_max_ms     INTEGER NOT NULL,
    duration_ms     INTEGER NOT NULL,      -- of the last attempt, of all together
    duration_max_ms INTEGER NOT NULL,
    PRIMARY KEY (minute, state)
) WITHOUT ROWID;

INSERT INTO run_minutes
SELECT substr(finished, 1, 16), state, sum(coalesce(count, 1)), sum(late), max(late), sum(duration), max(duration)
FROM (SELECT finished, state, count,
             CAST(max(0, coalesce(round((julianday(started) - julianday(due)) * 86400000), 0)) AS INTEGER) AS late,
             CAST(max(0, coalesce(round((julianday(finished) - julianday(sent)) * 86400000), 0)) AS INTEGER) AS duration
      FROM runs WHERE finished IS NOT NULL)
GROUP BY 1, 2;

CREATE TRIGGER run_ended AFTER UPDATE OF finished ON runs WHEN NEW.finished IS NOT NULL AND OLD.finished IS NULL
BEGIN
    INSERT INTO run_minutes
    SELECT substr(NEW.finished, 1, 16), NEW.state, coalesce(NEW.count, 1), late, late, duration, duration
    FROM (SELECT CAST(max(0, coalesce(round((julianday(NEW.started) - julianday(NEW.due)) * 86400000), 0)) AS INTEGER) AS late,
                 CAST(max(0, coalesce(round((julianday(NEW.finished) - julianday(NEW.sent)) * 86400000), 0)) AS INTEGER) AS duration)
    WHERE true
    ON CONFLICT (minute, state) DO UPDATE SET
        runs = runs + excluded.runs, late_ms = late_ms + excluded.late_ms, late_max_ms = max(late_max_ms, excluded.late_max_ms),
        duration_ms = duration_ms + excluded.duration_ms, duration_max_ms = max(duration_max_ms, excluded.duration_max_ms);
END;

CREATE TRIGGER run_entered_ended AFTER INSERT ON runs WHEN NEW.finished IS NOT NULL
BEGIN
    INSERT INTO run_minutes VALUES (substr(NEW.finished, 1, 16), NEW.state, coalesce(NEW.count, 1), 0, 0, 0, 0)
    ON CONFLICT (minute, state) DO UPDATE SET runs = runs + excluded.runs;
END;

-- A stretch that grows does so in the minute of its last due.
CREATE TRIGGER run_stretched AFTER UPDATE OF count ON runs WHEN NEW.count > OLD.count
BEGIN
    INSERT INTO run_minutes VALUES (substr(NEW.until, 1, 16), NEW.state, NEW.count - OLD.count, 0, 0, 0, 0)
    ON CONFLICT (minute, state) DO UPDATE SET runs = runs + excluded.runs;
END;
