-- What all nodes must have in common to take each other's sessions and forms. As secret as the ledger: who reads it can sign in.
CREATE TABLE secrets (
    name    text COLLATE "C" PRIMARY KEY,      -- 'cluster', or that of a key of ASP.NET Core's data protection
    content text NOT NULL,                     -- of 'cluster' a random id, by which the ledger is known from any other; else XML
    made    timestamptz NOT NULL DEFAULT now()
);

INSERT INTO secrets (name, content) VALUES ('cluster', gen_random_uuid()::text);
