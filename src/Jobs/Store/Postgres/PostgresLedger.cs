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
internal sealed class PostgresLedger(NpgsqlDataSource source, PostgresNode node) : LedgerConnection
{
    // Found out once: of each row that changes it would cost more than the change.
    private const string LookWhetherWatched = """
        SELECT set_config('jobqueue.unwatched', CAST(NOT EXISTS (SELECT 1 FROM nodes WHERE watching AND ended IS NULL) AS text), true)
        """;

    private const int MostLate = 200;

    private readonly PendingNotices _notices = new();
    private readonly List<NpgsqlBatchCommand> _late = [];
    private NpgsqlConnection? _connection;
    private RunGroup? _group;
    private bool _isWriting;
    private bool _isBegun;
    private PostgresWatch? _watch;
    private bool _isInDoubt;

    internal override RunGroup? Group => _isWriting ? _group : null;

    internal override string ForUpdate => " FOR UPDATE";

    internal override string IsOrphan => "NOT EXISTS (SELECT 1 FROM nodes WHERE nodes.id = runs.owner AND nodes.ended IS NULL)";

    internal override string SkipLocked => " FOR UPDATE SKIP LOCKED";

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

    internal override void ExecuteLater(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (Group is not { } group)
        {
            Execute(sql, values);
            return;
        }

        group.Write();
        group.ForgetWaits();
        _late.Add(((PostgresStatement)Statement(sql, values)).Later(values));
        if (_late.Count == MostLate)
            BeforeStatement();
    }

    internal override T ReadMoment<T>(Func<LedgerConnection, T> read)
    {
        Connect();
        Execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
        var value = read(this);
        Execute("COMMIT");
        return value;
    }

    internal override void Begin()
    {
        if (Connect())
        {
            PlanForFewRows();
            // Its statements are prepared on the connection before.
            _group = null;
        }

        node.Join();
        _group ??= new RunGroup(NewBatch, Tally);
        (_isWriting, _isBegun) = (true, false);
    }

    internal override void BeforeCommit()
    {
        _group!.Write();
        base.BeforeCommit();
        if (_late.Count > 0)
            BeforeStatement();
    }

    internal override void Commit()
    {
        using var batch = NewBatch().Batch;
        _group!.AddLast(batch);
        _group.Forget();
        _isWriting = false;
        _notices.AddTo(batch, node.Scope.Notices, node.Id);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT commit_group($1, $2)")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = node.Id }, new NpgsqlParameter<long> { TypedValue = node.Groups + 1 } },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            batch.Prepare();
            batch.ExecuteNonQuery();
            node.NoteCommit();
        }
        catch (PostgresException e)
        {
            _isInDoubt = PostgresFailure.IsLost(e);
            if (e.SqlState == PostgresNode.NotInCluster)
                node.NoteEnded(node.Id);
            throw;
        }
        catch (Exception e) when (PostgresFailure.IsPassing(e))
        {
            _isInDoubt = true;
            throw;
        }
    }

    internal override void Publish()
    {
        base.Publish();
        _notices.Clear();
    }

    internal override bool? WasCommitted()
    {
        if (!_isInDoubt)
            return false;
        Disconnect();
        var isKnown = node.TrySettle(out var wasCommitted);
        _isInDoubt = !isKnown;
        return isKnown ? wasCommitted : null;
    }

    internal override void Rollback()
    {
        base.Rollback();
        _isWriting = false;
        _group?.Forget();
        _late.Clear();
        _notices.Clear();
        try
        {
            if (_connection is { FullState: System.Data.ConnectionState.Open })
                Execute("ROLLBACK");
            else
                Disconnect();
        }
        catch (Exception e) when (Refusal(e) is not null)
        {
            // With its connection the transaction is gone, too.
            Disconnect();
        }
    }

    internal override string? Refusal(Exception e) =>
        e is PostgresException told ? PostgresFailure.Refusal(told)
        : PostgresFailure.IsPassing(e) ? $"the database cannot be reached: {e.Message}"
        : null;

    internal override bool IsAway(Exception e) => PostgresFailure.IsAway(e);

    internal override bool IsCollision(Exception e) => PostgresFailure.IsCollision(e);

    internal override bool IsBroken(Exception e) => PostgresFailure.IsBroken(e);

    internal override IReadOnlyDictionary<string, string> Senders() => PostgresNodes.Senders(this);

    internal override bool StartWatch(EventFeed feed, ILogger logger)
    {
        var isNew = _watch is null;
        _watch ??= new PostgresWatch(source, node, feed, logger);
        SetWatching(true);
        Scalar("SELECT set_config('jobqueue.unwatched', 'false', true)");
        return isNew;
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

    protected override void BeforeStatement()
    {
        if (Group is not { } group)
            return;
        group.Write();
        group.ForgetWaits();
        if (_isBegun && _late.Count == 0)
            return;
        using var batch = NewBatch().Batch;
        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    // The transaction begins with the first of its statements: then the answer to a look comes before theirs.
    private (NpgsqlBatch Batch, bool HasLook) NewBatch()
    {
        var batch = new NpgsqlBatch(_connection);
        var hasLook = !_isBegun;
        if (hasLook)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LookWhetherWatched));
        }

        _late.ForEach(batch.BatchCommands.Add);
        _late.Clear();
        _isBegun = true;
        return (batch, hasLook);
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
