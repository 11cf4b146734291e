-- The checks compare with = and OR: for each IN of several constants SQLite would fill a table of its own in every insert.

-- Recurring definitions.
CREATE TABLE jobs (
    id           TEXT PRIMARY KEY,       -- UUIDv7
    identity     TEXT NOT NULL UNIQUE,   -- the name, else a hash of the line
    name         TEXT,
    state        TEXT NOT NULL CHECK (state = 'active' OR state = 'paused' OR state = 'removed'),
    schedule     TEXT NOT NULL,
    time_zone    TEXT NOT NULL,
    anchor       TEXT NOT NULL,          -- where an @every grid and the first search for a due begin
    source       TEXT NOT NULL,          -- the crontab's path, or 'api'
    line         INTEGER,
    text         TEXT,                   -- the line as it stands in the crontab
    fingerprint  TEXT NOT NULL,          -- of all that defines the job
    is_listed    INTEGER NOT NULL,       -- 0: its line has gone from the crontab
    user         TEXT,
    method       TEXT NOT NULL,
    uri          TEXT NOT NULL,
    headers      TEXT,
    body         BLOB,
    policy       TEXT,                   -- JSON of what differs from the defaults
    queue        TEXT NOT NULL,
    priority     INTEGER NOT NULL,
    requested_by TEXT,
    created      TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX jobs_by_name ON jobs (name) WHERE name IS NOT NULL;

-- One row an occurrence. A one-time job is a run that has not happened yet: its job_id is null.
CREATE TABLE runs (
    seq          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,   -- UUIDv7
    job_id       TEXT,
    job_name     TEXT,
    cause        TEXT NOT NULL CHECK (cause = 'schedule' OR cause = 'manual' OR cause = 'replay' OR cause = 'link'),
    due          TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state = 'running' OR state = 'pending' OR state = 'scheduled' OR state = 'succeeded' OR state = 'failed' OR
                                         state = 'timed_out' OR state = 'cancelled' OR state = 'quarantined' OR state = 'skipped' OR
                                         state = 'missed'),
    paused       INTEGER NOT NULL DEFAULT 0,
    not_before   TEXT,                   -- what the alarm waits for; null once released
    queue        TEXT NOT NULL,
    priority     INTEGER NOT NULL,
    attempt      INTEGER NOT NULL DEFAULT 0,
    owner        TEXT,                   -- the process that sends it: the fence of its result
    created      TEXT NOT NULL,
    started      TEXT,                   -- first attempt
    sent         TEXT,                   -- last attempt
    finished     TEXT,
    status       INTEGER,                -- 0: no response
    disposition  TEXT CHECK (disposition = 'keep' OR disposition = 'retry' OR disposition = 'remove' OR disposition = 'pause'),
    error        TEXT,
    until        TEXT,                   -- skipped, missed: the last due of the stretch
    count        INTEGER,                -- skipped, missed: occurrences in the stretch
    user         TEXT,
    method       TEXT NOT NULL,
    uri          TEXT NOT NULL,
    headers      TEXT,
    body         BLOB,
    policy       TEXT,
    requested_by TEXT,
    replay_of    TEXT
);

CREATE UNIQUE INDEX runs_occurrence ON runs (job_id, due) WHERE cause = 'schedule' AND job_id IS NOT NULL;
CREATE INDEX runs_by_job ON runs (job_id, seq) WHERE job_id IS NOT NULL;
CREATE INDEX runs_by_name ON runs (job_name) WHERE job_name IS NOT NULL AND job_id IS NULL;
CREATE INDEX runs_open ON runs (job_id) WHERE state IN ('pending', 'running') AND job_id IS NOT NULL;
CREATE INDEX runs_running ON runs (seq) WHERE state = 'running';
CREATE INDEX runs_pending ON runs (queue, priority DESC, due, seq) WHERE state = 'pending' AND not_before IS NULL AND paused = 0;
CREATE INDEX runs_waiting ON runs (not_before) WHERE not_before IS NOT NULL AND paused = 0;

-- Attempts of runs that had more than one.
CREATE TABLE attempts (
    run      INTEGER NOT NULL REFERENCES runs (seq),
    attempt  INTEGER NOT NULL,
    sent     TEXT NOT NULL,
    finished TEXT NOT NULL,
    status   INTEGER,
    error    TEXT,
    PRIMARY KEY (run, attempt)
) WITHOUT ROWID;

CREATE TABLE responses (
    run        INTEGER PRIMARY KEY REFERENCES runs (seq),
    status     INTEGER NOT NULL,
    headers    TEXT,
    body       BLOB,
    body_bytes INTEGER NOT NULL          -- of the whole body; body holds the first 1 MiB
);

-- Who did what, when and why.
CREATE TABLE events (
    seq    INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    kind   TEXT NOT NULL,
    job_id TEXT,
    run_id TEXT,
    who    TEXT,
    reason TEXT
);

CREATE INDEX events_by_job ON events (job_id, seq) WHERE job_id IS NOT NULL;

-- Keys under which clients added jobs: the same key and body give the same job.
CREATE TABLE idempotency (
    key     TEXT PRIMARY KEY,
    hash    TEXT NOT NULL,               -- SHA-256 of the body
    job_id  TEXT NOT NULL,
    created TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE crontabs (
    path   TEXT PRIMARY KEY,
    loaded TEXT NOT NULL,
    jobs   INTEGER NOT NULL
) WITHOUT ROWID;
