-- 1: pending, and not to be claimed before the runs of its job that entered earlier are final.
ALTER TABLE runs ADD COLUMN behind INTEGER NOT NULL DEFAULT 0;

-- Attempts that were tried again for their status; those that a crash or a stop cut short are none of them.
ALTER TABLE runs ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;

-- How often the process ended while it ran.
ALTER TABLE runs ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;

-- Running, and given up for this reason: it is not sent again.
ALTER TABLE runs ADD COLUMN cancel TEXT;

UPDATE runs SET failures = attempt WHERE state = 'pending' AND not_before IS NOT NULL AND disposition = 'retry';

UPDATE runs SET behind = 1
WHERE state = 'pending' AND job_id IS NOT NULL
  AND EXISTS (SELECT 1 FROM runs AS other
              WHERE other.job_id = runs.job_id AND other.job_id IS NOT NULL AND other.state IN ('pending', 'running')
                AND (other.state = 'running' OR (other.due, other.seq) < (runs.due, runs.seq)));

DROP INDEX runs_pending;
CREATE INDEX runs_pending ON runs (queue, priority DESC, due, seq)
WHERE state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0;
