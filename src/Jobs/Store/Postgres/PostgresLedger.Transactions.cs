using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>The transactions that write.</summary>
internal sealed partial class PostgresLedger
{
    // Found out once: of each row that changes it would cost more than the change.
    private const string LookWhetherWatched = """
        SELECT set_config('jobqueue.unwatched', CAST(NOT EXISTS (SELECT 1 FROM nodes WHERE watching AND ended IS NULL) AS text), true)
        """;

    private const int MostLate = 200;

    private readonly PendingNotices _notices = new();
    private readonly List<NpgsqlBatchCommand> _late = [];
    private RunGroup? _group;
    private bool _isWriting;
    private bool _isBegun;
    private bool _isInDoubt;

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
            _isInDoubt = PostgresFailure.LeavesOpen(e);
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
            batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"));
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LookWhetherWatched));
        }

        _late.ForEach(batch.BatchCommands.Add);
        _late.Clear();
        _isBegun = true;
        return (batch, hasLook);
    }
}
