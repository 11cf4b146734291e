using System.Data.Common;
using Npgsql;

namespace JobQueue.Reliability.UnderTest;

/// <summary>A ledger in PostgreSQL, read as anybody with psql reads it; not through what stands between a node and its database.</summary>
/// <param name="connectionString">The database.</param>
internal sealed class ClusterLedger(string connectionString)
{
    private const string MovesTable = "reliability_moves";
    private const string CommitsTable = "reliability_commits";

    private readonly string _settings =
        new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "jobqueue", Pooling = false }.ConnectionString;

    internal Task<List<LedgerRun>> RunsAsync() => ReadAsync(LedgerRows.Runs, LedgerRows.Run);

    /// <summary>All there ever were.</summary>
    internal Task<List<Incarnation>> NodesAsync() => ReadAsync(
        "SELECT id, pid::int, started, ended, reason FROM nodes ORDER BY started",
        row => new Incarnation(
            row.GetString(0), row.GetInt32(1), row.GetFieldValue<DateTimeOffset>(2), Time(row, 3), LedgerRows.Text(row, 4)));

    /// <summary>
    /// From now on the database keeps account of how its runs change and of who commits that, by triggers in the transactions themselves.
    /// </summary>
    internal Task KeepMovesAsync() => ExecuteAsync(
        $"""
        CREATE TABLE {MovesTable} (
            seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, run text, was text, state text, claimable boolean, attempt bigint,
            owner text, before text, at timestamptz DEFAULT clock_timestamp(), xid xid8 DEFAULT pg_current_xact_id());
        CREATE TABLE {CommitsTable} (xid xid8 DEFAULT pg_current_xact_id() PRIMARY KEY, node text, is_out boolean);
        CREATE FUNCTION {MovesTable}_note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {MovesTable} (run, was, state, claimable, attempt, owner, before) VALUES (
                new.id, CASE WHEN TG_OP = 'UPDATE' THEN old.state END, new.state, {LedgerRows.Claimable}, new.attempt, new.owner,
                CASE WHEN TG_OP = 'UPDATE' THEN old.owner END);
            RETURN NULL;
        END $$;
        CREATE FUNCTION {CommitsTable}_note() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO {CommitsTable} (node, is_out) VALUES (new.id, old.ended IS NOT NULL) ON CONFLICT DO NOTHING;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {MovesTable}_entered AFTER INSERT OR UPDATE OF state ON runs FOR EACH ROW EXECUTE FUNCTION {MovesTable}_note();
        CREATE TRIGGER {MovesTable}_held AFTER UPDATE OF not_before, paused, behind ON runs FOR EACH ROW
        WHEN (old.state = 'pending' AND new.state = 'pending') EXECUTE FUNCTION {MovesTable}_note();
        CREATE TRIGGER {CommitsTable}_count AFTER UPDATE OF groups ON nodes FOR EACH ROW EXECUTE FUNCTION {CommitsTable}_note();
        """);

    /// <summary>Since <see cref="KeepMovesAsync"/>.</summary>
    internal Task<List<RunMove>> MovesAsync() => ReadAsync(
        $"""
        SELECT run, was, state, claimable, attempt::int, owner, before, node, coalesce(is_out, false), at
        FROM {MovesTable} LEFT JOIN {CommitsTable} USING (xid) ORDER BY seq
        """,
        row => new RunMove(
            row.GetString(0), LedgerRows.Text(row, 1), row.GetString(2), row.GetBoolean(3), row.GetInt32(4), LedgerRows.Text(row, 5),
            LedgerRows.Text(row, 6), LedgerRows.Text(row, 7), row.GetBoolean(8), Time(row, 9)!.Value));

    internal async Task<long> CountAsync(string what) => (await ReadAsync($"SELECT count(*) FROM {what}", row => row.GetInt64(0)))[0];

    /// <summary>Whether so many rows are there; false too while the database is away.</summary>
    internal async Task<bool> HasAsync(string what, long count)
    {
        try
        {
            return await CountAsync(what) == count;
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    internal async Task<List<T>> ReadAsync<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = new NpgsqlConnection(_settings);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
            all.Add(read(rows));
        return all;
    }

    private Task ExecuteAsync(string sql) => ReadAsync(sql, _ => 0);

    private static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
