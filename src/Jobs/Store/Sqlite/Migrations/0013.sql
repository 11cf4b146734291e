-- The newest failures, of all and of a job, without going through the runs that went well. Only a run that fails is written into them.
CREATE INDEX runs_failed ON runs (finished) WHERE state IN ('failed', 'timed_out', 'quarantined');
CREATE INDEX runs_failed_of_job ON runs (job_id, finished) WHERE state IN ('failed', 'timed_out', 'quarantined') AND job_id IS NOT NULL;
