-- What is known of a queue beside the runs in it; one that nothing is known of has no row.
CREATE TABLE queues (
    name       TEXT PRIMARY KEY,
    paused     INTEGER NOT NULL DEFAULT 0,
    reason     TEXT,                     -- of the pause
    who        TEXT,
    since      TEXT,
    not_before TEXT                      -- a response asked for patience: nothing is claimed before
) WITHOUT ROWID;
