-- The trace context (W3C traceparent) of the request that asked for the run; null where none did, or it had none.
ALTER TABLE runs ADD COLUMN scheduled_by TEXT;
