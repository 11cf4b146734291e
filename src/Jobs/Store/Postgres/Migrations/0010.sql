COMMENT ON COLUMN runs.identity IS 'the caller whose request was kept, as it runs; null: its user, as configured';
COMMENT ON COLUMN runs.depth IS 'how many runs made one another until this one';
COMMENT ON COLUMN runs.confined IS '1: asked for through the API, and may not reach addresses of private networks';
