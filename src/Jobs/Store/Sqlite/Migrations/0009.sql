-- Keys of the API that are in force. Of a key only its SHA-256 is here.
CREATE TABLE keys (
    name      TEXT PRIMARY KEY,
    role      TEXT NOT NULL CHECK (role = 'viewer' OR role = 'operator' OR role = 'admin'),
    public_id TEXT NOT NULL UNIQUE,      -- the part of the key that it is looked up by
    hash      TEXT NOT NULL,             -- hexadecimal
    created   TEXT NOT NULL,
    last_used TEXT                       -- to the minute
) WITHOUT ROWID;

-- How many runs stand before this job, each the maker of the next.
ALTER TABLE jobs ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;
