-- Mail about runs and jobs, entered with what it tells of.
CREATE TABLE mails (
    seq        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,     -- UUIDv7, and of its Message-ID
    kind       TEXT NOT NULL CHECK (kind = 'failure' OR kind = 'recovery' OR kind = 'success' OR kind = 'change' OR kind = 'alert' OR
                                    kind = 'digest'),
    run        TEXT,                     -- the run it tells of
    job        TEXT,                     -- the job; of a one-time job the run. Null: a digest
    mail_to    TEXT NOT NULL,            -- one address
    mail_from  TEXT NOT NULL,
    subject    TEXT NOT NULL,
    created    TEXT NOT NULL,
    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state = 'waiting' OR state = 'sent' OR state = 'failed'),
    attempts   INTEGER NOT NULL DEFAULT 0,
    not_before TEXT NOT NULL,            -- of the next attempt
    finished   TEXT,                     -- when it was sent, or given up
    error      TEXT,                     -- of the last attempt
    digest     TEXT                      -- the id of the mail that tells of it in its stead
);

CREATE INDEX mails_waiting ON mails (not_before) WHERE state = 'waiting' AND digest IS NULL;
CREATE INDEX mails_finished ON mails (finished) WHERE finished IS NOT NULL;
CREATE INDEX mails_of_digest ON mails (digest) WHERE digest IS NOT NULL;

-- Recurring jobs that are to succeed within a time (expect-every).
CREATE TABLE expectations (
    job       TEXT PRIMARY KEY,
    succeeded TEXT,                      -- the last success
    overdue   TEXT                       -- since when it is told to be overdue; null while it is not
) WITHOUT ROWID;
