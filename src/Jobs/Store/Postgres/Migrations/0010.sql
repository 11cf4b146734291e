COMMENT ON COLUMN runs.identity IS 'the caller whose request was kept, as it runs; null: its user, as configured';
COMMENT ON COLUMN runs.depth IS 'how many runs made one another until this one';
COMMENT ON COLUMN runs.confined IS '1: asked for through the API, and may not reach addresses of private networks';
COMMENT ON COLUMN queue_starts.at IS 'by the clock of the database, as far as the node knew it, and up to a thousandth of the rate''s stretch later than they began';
