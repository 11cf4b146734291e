-- What the last good response of a conditional job said of its version (RFC 9110, 8.8).
CREATE TABLE validators (
    job_id        TEXT PRIMARY KEY,
    method        TEXT NOT NULL,         -- of the request that it answered
    uri           TEXT NOT NULL,
    etag          TEXT,
    last_modified TEXT
) WITHOUT ROWID;
