using JobQueue.Jobs.Metrics;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// What the operations of a group write without looking at it: all of one kind goes in one statement, and all statements in one round trip,
/// before anything else is asked in the transaction, or at its end. So each operation finds what those before it wrote.
/// </summary>
/// <param name="begin">Gives a batch on the connection, and whether the answer to a look comes before those to what is added to it.</param>
/// <param name="tally">Is told of the ends of runs.</param>
internal sealed class RunGroup(Func<(NpgsqlBatch Batch, bool HasLook)> begin, RunTally tally) : IRunGroup
{
    private const string AnyWaitsSql =
        $"SELECT EXISTS (SELECT 1 FROM runs WHERE queue = $1 AND {QueueRows.WaitsForSlot})";

    private readonly RowsStatement<EnteringRun> _entering = EnteringRun.Statement();
    private readonly RowsStatement<EndingRun> _ending = EndingRun.Statement();
    private readonly RowsStatement<RunMinute> _minutes = MinutesStatement();
    private readonly Dictionary<string, EndingRun> _ends = new(StringComparer.Ordinal);
    private readonly List<RunClaim> _claims = [];
    private readonly Dictionary<string, bool> _waits = new(StringComparer.Ordinal);

    public void Insert(Run run, string? owner)
    {
        _entering.Rows.Add(new EnteringRun(run, owner));
        if (run is { State: RunState.Pending, NotBefore: null, IsBehind: false })
            _waits[run.Policy.Queue] = true;
    }

    public Func<bool> Finish(Run run, string owner, RunFinish finish, Ending ending)
    {
        var end = new EndingRun(run, owner, finish, ending);
        // The second time the fence is to be broken by the first.
        if (!_ends.TryAdd(run.Id, end))
        {
            Write();
            _ends.Add(run.Id, end);
        }

        _ending.Rows.Add(end);
        return () => end.IsOurs;
    }

    public Func<List<Run>> Claim(string queue, int most, string owner, DateTimeOffset now)
    {
        var claim = new RunClaim(queue, most, owner, now);
        _claims.Add(claim);
        return () => claim.Runs;
    }

    // As it was when the transaction asked first: what was taken by others since only has a run wait that need not.
    public bool AnyWaits(string queue)
    {
        if (_waits.TryGetValue(queue, out var isKnown))
            return isKnown;
        var (batch, hasLook) = begin();
        using (batch)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(AnyWaitsSql) { Parameters = { new NpgsqlParameter<string> { TypedValue = queue } } });
            batch.Prepare();
            using var reader = batch.ExecuteReader();
            if (hasLook)
                reader.NextResult();
            reader.Read();
            return _waits[queue] = reader.GetBoolean(0);
        }
    }

    public void Add(RunMinute ended) => _minutes.Rows.Add(ended);

    /// <summary>Writes what waits for that.</summary>
    internal void Write()
    {
        if (_entering.Rows.Count + _ending.Rows.Count + _claims.Count == 0)
            return;
        var (batch, hasLook) = begin();
        using (batch)
        {
            _entering.AddTo(batch);
            var isEnding = _ending.AddTo(batch);
            foreach (var claim in _claims)
                batch.BatchCommands.Add(claim.Command);
            batch.Prepare();
            using var reader = batch.ExecuteReader();
            if (hasLook)
                reader.NextResult();
            if (isEnding)
                ReadEnds(reader);
            foreach (var claim in _claims)
                Read(reader, claim);
        }

        ForgetRows();
    }

    /// <summary>Puts what is written at the very end of the transaction into its last batch: other nodes wait for these rows.</summary>
    internal void AddLast(NpgsqlBatch batch) => _minutes.AddTo(batch);

    /// <summary>Something else may have made runs wait.</summary>
    internal void ForgetWaits() => _waits.Clear();

    /// <summary>The transaction is over.</summary>
    internal void Forget()
    {
        ForgetRows();
        _minutes.Rows.Clear();
        ForgetWaits();
    }

    private void ForgetRows()
    {
        _entering.Rows.Clear();
        _ending.Rows.Clear();
        _ends.Clear();
        _claims.Clear();
    }

    private void ReadEnds(NpgsqlDataReader reader)
    {
        while (reader.Read())
        {
            var end = _ends[reader.GetString(0)];
            end.IsOurs = true;
            tally.Note(end.Ending);
        }

        reader.NextResult();
    }

    private static void Read(NpgsqlDataReader reader, RunClaim claim)
    {
        var row = new PostgresRow(reader);
        while (reader.Read())
            claim.Runs.Add(RunRows.Read(row));
        reader.NextResult();
    }

    // In order, so that nodes that add to the same ones do not wait for each other.
    private static RowsStatement<RunMinute> MinutesStatement() => new(
        (names, rows) => RunMinutes.AddSql($"SELECT {names} FROM {rows} ORDER BY minute, state"),
        ColumnArray<RunMinute>.Text("minute", row => RunMinutes.Minute(row.Minute)),
        ColumnArray<RunMinute>.Text("state", row => Word.Of(row.State)),
        ColumnArray<RunMinute>.Number("runs", row => row.Runs),
        ColumnArray<RunMinute>.Number("late_ms", row => row.LateMs),
        ColumnArray<RunMinute>.Number("late_max_ms", row => row.LateMaxMs),
        ColumnArray<RunMinute>.Number("duration_ms", row => row.DurationMs),
        ColumnArray<RunMinute>.Number("duration_max_ms", row => row.DurationMaxMs));
}
