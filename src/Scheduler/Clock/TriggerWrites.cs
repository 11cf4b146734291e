using JobQueue.Jobs.Store.Postgres;
using Npgsql;

namespace JobQueue.Scheduler.Clock;

/// <summary>Writes triggers into Quartz's tables of its version 4.7, many in one statement.</summary>
/// <remarks>
/// Quartz stores them one by one, each in a dozen statements: 10,000 took it a minute, in which it held the lock that firing needs. What it
/// writes itself stands in the same columns; who changes triggers holds its lock here too.
/// </remarks>
/// <param name="source">Of the database.</param>
/// <param name="scheduler">The name that all nodes share.</param>
internal sealed class TriggerWrites(NpgsqlDataSource source, string scheduler)
{
    private const int MostTries = 5;

    private const string MakeLock = """
        INSERT INTO qrtz_locks (sched_name, lock_name) VALUES ($1, 'TRIGGER_ACCESS') ON CONFLICT DO NOTHING
        """;

    private const string TakeLock = """
        SELECT lock_name FROM qrtz_locks WHERE sched_name = $1 AND lock_name = 'TRIGGER_ACCESS' FOR UPDATE
        """;

    // As Quartz stores a new one: it waits, has never fired, and is fired however late it is (-1).
    private const string PutTriggers = """
        INSERT INTO qrtz_triggers (sched_name, trigger_name, trigger_group, job_name, job_group, description, next_fire_time, priority,
            trigger_state, trigger_type, start_time, misfire_instr, retry_attempt)
        SELECT $1, name, $2, $3, $4, description, next, 5, 'WAITING', $5, 0, -1, 0 FROM unnest($6, $7, $8) AS t (name, description, next)
        ON CONFLICT (sched_name, trigger_name, trigger_group) DO UPDATE SET description = excluded.description,
            next_fire_time = excluded.next_fire_time, prev_fire_time = NULL, trigger_state = excluded.trigger_state
        """;

    private const string PutDefinitions = """
        INSERT INTO qrtz_simprop_triggers (sched_name, trigger_name, trigger_group, str_prop_1, str_prop_2, long_prop_1, long_prop_2, time_zone_id,
            int_prop_1, int_prop_2, dec_prop_1, dec_prop_2, bool_prop_1, bool_prop_2)
        SELECT $1, name, $2, schedule, seed, anchor, jitter, zone, 0, 0, 0, 0, FALSE, FALSE
        FROM unnest($3, $4, $5, $6, $7, $8) AS t (name, schedule, seed, anchor, jitter, zone)
        ON CONFLICT (sched_name, trigger_name, trigger_group) DO UPDATE SET str_prop_1 = excluded.str_prop_1, str_prop_2 = excluded.str_prop_2,
            long_prop_1 = excluded.long_prop_1, long_prop_2 = excluded.long_prop_2, time_zone_id = excluded.time_zone_id
        """;

    // Their definitions go with them.
    private const string Delete = """
        DELETE FROM qrtz_triggers WHERE sched_name = $1 AND trigger_group = $2 AND trigger_name = ANY($3)
        """;

    private const string AnyOverdue = """
        SELECT EXISTS (SELECT 1 FROM qrtz_triggers
                       WHERE sched_name = $1 AND trigger_state IN ('WAITING', 'ACQUIRED', 'ERROR') AND next_fire_time < $2 AND trigger_group = $3)
        """;

    /// <summary>Whether a trigger should have fired before this instant, and has not.</summary>
    internal async Task<bool> IsAnyOverdueAsync(DateTimeOffset instant, CancellationToken cancel)
    {
        await using var look = source.CreateCommand(AnyOverdue);
        look.Parameters.AddWithValue(scheduler);
        look.Parameters.AddWithValue(instant.UtcTicks);
        look.Parameters.AddWithValue(DueJob.TriggerGroup);
        return await look.ExecuteScalarAsync(cancel) is true;
    }

    /// <summary>Puts triggers in place of those that jobs may have, in one transaction.</summary>
    /// <param name="jobs">Each with its first due.</param>
    /// <param name="cancel">Gives up.</param>
    internal Task PutAsync(IReadOnlyCollection<(TimedJob Job, DateTimeOffset Next)> jobs, CancellationToken cancel)
    {
        string[] ids = [.. jobs.Select(put => put.Job.Id)];
        List<DueDefinition> definitions = [.. jobs.Select(put => put.Job.Definition)];
        return WriteAsync(
            [
                (PutTriggers,
                [
                    scheduler, DueJob.TriggerGroup, DueJob.Key.Name, DueJob.Key.Group, DueTriggerRows.Discriminator,
                    ids, Column(definition => definition.Text), jobs.Select(put => put.Next.UtcTicks).ToArray(),
                ]),
                (PutDefinitions,
                [
                    scheduler, DueJob.TriggerGroup, ids, Column(definition => definition.Schedule), Column(definition => definition.Seed),
                    Column(definition => definition.Anchor.UtcTicks), Column(definition => definition.Jitter.Ticks),
                    Column(definition => definition.TimeZone),
                ]),
            ],
            cancel);

        T[] Column<T>(Func<DueDefinition, T> of) => [.. definitions.Select(of)];
    }

    internal Task RemoveAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancel) =>
        WriteAsync([(Delete, [scheduler, DueJob.TriggerGroup, jobIds.ToArray()])], cancel);

    private async Task WriteAsync((string Sql, object[] Values)[] statements, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await WriteOnceAsync(statements, cancel);
                return;
            }
            catch (PostgresException e) when (PostgresFailure.IsCollision(e) && tries < MostTries)
            {
                // Some of Quartz's transactions lock triggers without its lock; now they are through.
            }
        }
    }

    private async Task WriteOnceAsync((string Sql, object[] Values)[] statements, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var (sql, values) in statements.Prepend((TakeLock, [scheduler])).Prepend((MakeLock, [scheduler])))
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancel);
        await transaction.CommitAsync(cancel);
    }
}
