-- Whether a name is taken, without going through all that had it and is done.
CREATE INDEX runs_open_by_name ON runs (job_name)
WHERE job_name IS NOT NULL AND job_id IS NULL AND (state = 'scheduled' OR state = 'pending' OR state = 'running');

-- The newest of a name, without sorting all that had it: in SQLite every index ends with the row's number.
CREATE INDEX runs_by_name_in_order ON runs (job_name, seq) WHERE job_name IS NOT NULL AND job_id IS NULL;
DROP INDEX runs_by_name;
ALTER INDEX runs_by_name_in_order RENAME TO runs_by_name;
