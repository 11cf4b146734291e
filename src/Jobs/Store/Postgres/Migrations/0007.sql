-- Each commit of a node changes when it was seen. Where no index has that, its row is changed in place: what an open snapshot, a dump's perhaps,
-- keeps of it no commit has to go through.
DROP INDEX nodes_alive;
CREATE INDEX nodes_alive ON nodes (id) WHERE ended IS NULL;

-- Each run leaves dead rows behind: of millions of runs a fifth is too many to wait for.
ALTER TABLE runs SET (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 5000, autovacuum_analyze_scale_factor = 0.02);
