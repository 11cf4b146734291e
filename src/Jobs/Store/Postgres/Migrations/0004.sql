-- The crontabs that are in force on all nodes: those that were saved last.
CREATE TABLE crontab_revision (
    single  boolean PRIMARY KEY DEFAULT true CHECK (single),
    hash    text NOT NULL,
    written text COLLATE "C" NOT NULL,
    loaded  text COLLATE "C" NOT NULL,
    node    text NOT NULL
);
