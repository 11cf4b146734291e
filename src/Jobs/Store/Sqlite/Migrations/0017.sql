-- The same runs, without IN: its constants were a table of their own in every insert, and two in every update. A query repeats the terms.
DROP INDEX runs_failed;
DROP INDEX runs_failed_of_job;
CREATE INDEX runs_failed ON runs (finished) WHERE state = 'failed' OR state = 'timed_out' OR state = 'quarantined';
CREATE INDEX runs_failed_of_job ON runs (job_id, finished)
WHERE (state = 'failed' OR state = 'timed_out' OR state = 'quarantined') AND job_id IS NOT NULL;
