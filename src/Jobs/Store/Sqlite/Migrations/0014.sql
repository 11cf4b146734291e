-- What did not go well, and is over: a query repeats the terms to be served by it. No IN: its constants would be a table of their own in
-- every insert.
CREATE INDEX runs_by_outcome ON runs (state, seq)
WHERE state <> 'scheduled' AND state <> 'pending' AND state <> 'running' AND state <> 'succeeded';

CREATE INDEX runs_by_due ON runs (due);

-- Runs that are held back are in none of the indexes of those that wait.
CREATE INDEX runs_paused ON runs (seq) WHERE paused = 1;

CREATE INDEX jobs_paused ON jobs (id) WHERE state = 'paused';

CREATE INDEX events_by_run ON events (run_id, seq) WHERE run_id IS NOT NULL;

-- How many runs came to which end in which minute. No triggers: with them SQLite keeps a journal of every statement that changes a run.
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
