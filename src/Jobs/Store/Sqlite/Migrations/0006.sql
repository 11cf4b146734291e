-- How far the last attempt said that it was.
ALTER TABLE runs ADD COLUMN progress INTEGER;      -- percent
ALTER TABLE runs ADD COLUMN progress_message TEXT;
ALTER TABLE runs ADD COLUMN progress_at TEXT;
