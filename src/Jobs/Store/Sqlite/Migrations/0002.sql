-- A load of the crontabs asks which names the jobs of the API have, without going through all jobs.
CREATE INDEX jobs_of_api ON jobs (name) WHERE source = 'api' AND name IS NOT NULL;
