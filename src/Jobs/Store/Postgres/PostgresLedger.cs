using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Events;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// A connection to a ledger in PostgreSQL. One that is lost is opened anew at the next transaction; what was in the one before is undone,
/// or, where only the answer to its commit was lost, found again by <see cref="WasCommitted"/>.
/// </summary>
/// <param name="source">Where it connects to.</param>
/// <param name="node">The process as the cluster sees it.</param>
internal sealed partial class PostgresLedger(NpgsqlDataSource source, PostgresNode node) : LedgerConnection
{
    private NpgsqlConnection? _connection;
    private PostgresWatch? _watch;

    internal override RunGroup? Group => _isWriting ? _group : null;

    internal override string ForUpdate => " FOR UPDATE";

    internal override string IsOrphan => "NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = runs.owner AND nodes.ended IS NULL)";

    internal override string SkipLocked => " FOR UPDATE SKIP LOCKED";

    // As a pair: of a job that has most of the rows it is held cheaper to go through all, and it is not where the next is far away.
    internal override string Follows(string table, string column) =>
        $"(later.job_id, later.{column}) > ({table}.job_id, {table}.{column}) AND later.job_id <= {table}.job_id";

    // An array, since a subquery could be asked again for each row.
    internal override string OneOf(string query) => $"= ANY (ARRAY({query}))";

    // Of a transaction, so that it lets go by itself.
    internal override void Lock(string word) =>
        Scalar("SELECT CAST(pg_advisory_xact_lock(hashtextextended(@word, @of)) AS text)", ("@word", word), ("@of", node.Scope.Seed));

    internal override bool TryLock(string word) =>
        Scalar("SELECT CAST(pg_try_advisory_xact_lock(hashtextextended(@word, @of)) AS text)", ("@word", word), ("@of", node.Scope.Seed))
            is "true";

    internal override void LockAll(IReadOnlyList<Locks> locks)
    {
        // One alone locks in its own order.
        if (locks.Count < 2)
            return;
        var jobs = locks.Select(one => one.Job).OfType<string>();
        Execute("SELECT 1 FROM jobs WHERE id = ANY (@ids) ORDER BY id FOR UPDATE", ("@ids", PostgresStatement.Array(jobs)));
        foreach (var word in locks.SelectMany(one => one.Words).Distinct().Order(StringComparer.Ordinal))
            Lock(word);
    }

    internal override void Notify(string what, string argument) => _notices.Add(new Notice(what, argument));

    internal override void Delete<T>(string table, string column, IReadOnlyList<T> values) =>
        Execute($"DELETE FROM {table} WHERE {column} = ANY (@values)", ("@values", PostgresStatement.Array(values)));

    internal override void DeletePairs(string table, (string One, string Other) columns, IReadOnlyList<(string One, string Other)> pairs) =>
        Execute(
            $"""
            DELETE FROM {table} USING unnest(CAST(@one AS text[]), CAST(@other AS text[])) AS pairs (one, other)
            WHERE {columns.One} = pairs.one AND {columns.Other} = pairs.other
            """,
            ("@one", PostgresStatement.Array(pairs.Select(pair => pair.One))),
            ("@other", PostgresStatement.Array(pairs.Select(pair => pair.Other))));

    internal override T ReadMoment<T>(Func<LedgerConnection, T> read)
    {
        Connect();
        Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        var value = read(this);
        Execute("COMMIT");
        return value;
    }

    internal override string? Refusal(Exception e) =>
        e is PostgresException told ? PostgresFailure.Refusal(told)
        : !PostgresFailure.IsPassing(e) ? null
        : PostgresFailure.IsLate(e) ? "the database did not answer in time: it is away or slow, or somebody holds a lock on a table"
        : $"the database cannot be reached: {e.Message}";

    internal override bool IsAway(Exception e) => PostgresFailure.IsAway(e);

    internal override bool IsCut(Exception e) => PostgresFailure.IsCut(e);

    internal override bool IsCollision(Exception e) => PostgresFailure.IsCollision(e);

    internal override bool IsBroken(Exception e) => PostgresFailure.IsBroken(e);

    internal override IReadOnlyDictionary<string, string> Senders() => PostgresNodes.Senders(this);

    internal override bool StartWatch(EventFeed feed, ILogger logger)
    {
        SetWatching(true);
        Scalar("SELECT set_config('jobqueue.unwatched', 'false', true)");
        if (_watch is not null)
            return false;
        _watch = new PostgresWatch(source, node, feed, logger);
        return true;
    }

    internal override void EndWatch()
    {
        SetWatching(false);
        _watch?.Dispose();
        _watch = null;
    }

    public override void Dispose()
    {
        _watch?.Dispose();
        base.Dispose();
        Disconnect();
    }

    protected override LedgerStatement Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values) =>
        new PostgresStatement(_connection!, sql, values);

    private void SetWatching(bool isWatching)
    {
        node.IsWatching = isWatching;
        Execute("UPDATE nodes SET watching = @watching WHERE id = @own", ("@watching", isWatching ? "true" : "false"), ("@own", node.Id));
    }

    /// <summary>Whether it had to.</summary>
    private bool Connect()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open })
            return false;
        Disconnect();
        _connection = PostgresFailure.Open(source);
        return true;
    }

    // What a transaction writes it finds by indexes. Statements are prepared once, it may be while tables are empty or nothing is known of
    // them: a plan that reads a table as a whole would be kept while it grows. Compiling one takes longer than to run it.
    private void PlanForFewRows()
    {
        using var command = new NpgsqlCommand(
            """
            SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;
            SET plan_cache_mode = force_generic_plan; SET jit = off
            """,
            _connection);
        command.ExecuteNonQuery();
    }

    private void Disconnect()
    {
        ForgetStatements();
        _connection?.Dispose();
        _connection = null;
    }
}
