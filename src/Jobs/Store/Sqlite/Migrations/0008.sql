-- Tokens by which requests that are answered later are read; only their SHA-256, in hex.
CREATE TABLE continuations (
    token TEXT PRIMARY KEY,
    run   INTEGER NOT NULL REFERENCES runs (seq)
) WITHOUT ROWID;

CREATE INDEX continuations_by_run ON continuations (run);
