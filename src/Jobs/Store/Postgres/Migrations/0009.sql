-- As in SQLite: nodes go by it together.
CREATE TABLE queue_starts (
    queue text COLLATE "C" NOT NULL,
    at    text COLLATE "C" NOT NULL,
    runs  bigint NOT NULL,
    PRIMARY KEY (queue, at)
);

COMMENT ON TABLE queue_starts IS 'When runs of a queue that has a rate began, for as long as that counts.';
COMMENT ON COLUMN queue_starts.at IS 'by the clock of the database, and up to a thousandth of the rate''s stretch later than they began';
