-- A line's name is its identity, which has an index; names of the API's jobs have one of their own.
DROP INDEX jobs_by_name;
