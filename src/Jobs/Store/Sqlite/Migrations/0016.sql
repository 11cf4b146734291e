-- When runs of queues that have a rate began, for as long as that counts.
CREATE TABLE queue_starts (
    queue TEXT NOT NULL,
    at    TEXT NOT NULL,       -- up to a thousandth of the rate's stretch later than they began
    runs  INTEGER NOT NULL,
    PRIMARY KEY (queue, at)
) WITHOUT ROWID;
