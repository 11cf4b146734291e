-- The caller whose request was kept: claims as JSON. Null: those that are configured for the user.
ALTER TABLE runs ADD COLUMN identity TEXT;

-- How many runs stand before this one, each the maker of the next.
ALTER TABLE runs ADD COLUMN depth INTEGER NOT NULL DEFAULT 0;

-- How many runs of its job stand before this one, each with a Link to the next.
ALTER TABLE runs ADD COLUMN links INTEGER NOT NULL DEFAULT 0;

-- 1: asked for through the API; it may not reach addresses of private networks.
ALTER TABLE runs ADD COLUMN confined INTEGER NOT NULL DEFAULT 0;
