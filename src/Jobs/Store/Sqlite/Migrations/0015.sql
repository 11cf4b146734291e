-- Whether a name is taken, without going through all that had it and is done. No IN, as with the ends: a query repeats the terms.
CREATE INDEX runs_open_by_name ON runs (job_name)
WHERE job_name IS NOT NULL AND job_id IS NULL AND (state = 'scheduled' OR state = 'pending' OR state = 'running');
