namespace JobQueue.Benchmarks.Throughput;

/// <summary>The tables of runs and responses as the ledger has them on PostgreSQL, with all their columns and indexes.</summary>
internal static class BareTables
{
    internal const string Sql =
        """
        CREATE TABLE runs (
            seq              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            id               text COLLATE "C" NOT NULL UNIQUE,
            job_id           text COLLATE "C",
            job_name         text COLLATE "C",
            cause            text NOT NULL CHECK (cause = 'schedule' OR cause = 'manual' OR cause = 'replay' OR cause = 'link'),
            due              text COLLATE "C" NOT NULL,
            state            text COLLATE "C" NOT NULL CHECK (
                                 state IN ('running', 'pending', 'scheduled', 'succeeded', 'failed', 'timed_out', 'cancelled', 
                                           'quarantined', 'skipped', 'missed')),
            paused           bigint NOT NULL DEFAULT 0,
            not_before       text COLLATE "C",
            queue            text COLLATE "C" NOT NULL,
            priority         bigint NOT NULL,
            attempt          bigint NOT NULL DEFAULT 0,
            owner            text,
            created          text NOT NULL,
            started          text,
            sent             text,
            finished         text COLLATE "C",
            status           bigint,
            disposition      text CHECK (disposition IN ('keep', 'retry', 'remove', 'pause')),
            error            text,
            until            text,
            count            bigint,
            "user"           text,
            method           text NOT NULL,
            uri              text NOT NULL,
            headers          text,
            body             bytea,
            policy           text,
            requested_by     text,
            replay_of        text,
            behind           bigint NOT NULL DEFAULT 0,
            failures         bigint NOT NULL DEFAULT 0,
            crashes          bigint NOT NULL DEFAULT 0,
            cancel           text,
            progress         bigint,
            progress_message text,
            progress_at      text,
            identity         text,
            depth            bigint NOT NULL DEFAULT 0,
            links            bigint NOT NULL DEFAULT 0,
            confined         bigint NOT NULL DEFAULT 0,
            scheduled_by     text
        );

        CREATE UNIQUE INDEX runs_occurrence ON runs (job_id, due) WHERE cause = 'schedule' AND job_id IS NOT NULL;
        CREATE INDEX runs_by_job ON runs (job_id, seq) WHERE job_id IS NOT NULL;
        CREATE INDEX runs_by_name ON runs (job_name) WHERE job_name IS NOT NULL AND job_id IS NULL;
        CREATE INDEX runs_open ON runs (job_id) WHERE state IN ('pending', 'running') AND job_id IS NOT NULL;
        CREATE INDEX runs_running ON runs (seq) WHERE state = 'running';
        CREATE INDEX runs_pending ON runs (queue, priority DESC, due, seq)
            WHERE state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0;
        CREATE INDEX runs_waiting ON runs (not_before) WHERE not_before IS NOT NULL AND paused = 0;
        CREATE INDEX runs_failed ON runs (finished) WHERE state IN ('failed', 'timed_out', 'quarantined');
        CREATE INDEX runs_failed_of_job ON runs (job_id, finished) 
            WHERE state IN ('failed', 'timed_out', 'quarantined') AND job_id IS NOT NULL;
        CREATE INDEX runs_by_outcome ON runs (state, seq)
            WHERE state <> 'scheduled' AND state <> 'pending' AND state <> 'running' AND state <> 'succeeded';
        CREATE INDEX runs_by_due ON runs (due);
        CREATE INDEX runs_paused ON runs (seq) WHERE paused = 1;

        CREATE TABLE responses (
            run        bigint PRIMARY KEY REFERENCES runs (seq),
            status     bigint NOT NULL,
            headers    text,
            body       bytea,
            body_bytes bigint NOT NULL
        );
        """;
}
