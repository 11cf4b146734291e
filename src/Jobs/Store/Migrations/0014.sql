-- The newest failures, without going through the runs that went well.
CREATE INDEX runs_failed ON runs (finished) WHERE state IN ('failed', 'timed_out', 'quarantined');
