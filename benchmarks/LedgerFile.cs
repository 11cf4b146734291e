using JobQueue.Jobs.Store.Sqlite;

namespace JobQueue.Benchmarks;

/// <summary>A ledger, read beside the process that writes it.</summary>
internal sealed class LedgerFile(string path) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    private readonly SqliteLedger _connection = new(path, isWriter: false);

    /// <summary>Ends when nothing is in a queue or runs.</summary>
    internal async Task DrainedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (Exists("state = 'running'") || Exists("state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0"))
            await Task.Delay(BetweenLooks, limit.Token);
    }

    /// <summary>The state of a run; null where there is none of that id.</summary>
    internal string? State(string id) => _connection.Scalar("SELECT state FROM runs WHERE id = @id", ("@id", id)) as string;

    /// <summary>From the due of a run to its first attempt, once it has succeeded.</summary>
    internal async Task<TimeSpan> LatenessAsync(string id)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (State(id) != "succeeded")
            await Task.Delay(BetweenLooks, limit.Token);
        var run = RunReads.Find(_connection, id)!;
        return run.Started!.Value - run.Due;
    }

    /// <summary>Every one of these runs is another, and is in this state.</summary>
    internal void Check(IReadOnlyCollection<string?> ids, string state)
    {
        if (ids.Distinct().Count() != ids.Count)
            throw new InvalidOperationException("an id was given twice");
        var others = ids.Count(id => id is null || State(id) != state);
        if (others > 0)
            throw new InvalidOperationException($"{others} of {ids.Count} runs are not {state}");
    }

    /// <summary>How many jobs have succeeded that were due then.</summary>
    internal long Succeeded(DateTimeOffset due) => (long)_connection.Scalar(
        "SELECT count(DISTINCT coalesce(job_id, id)) FROM runs WHERE due = @due AND state = 'succeeded'", ("@due", InstantText.Print(due)))!;

    /// <summary>How many rows there are of a table, or of a table WHERE.</summary>
    internal long Count(string rows) => (long)_connection.Scalar($"SELECT count(*) FROM {rows}")!;

    public void Dispose() => _connection.Dispose();

    private bool Exists(string runs) => _connection.Scalar($"SELECT 1 FROM runs WHERE {runs} LIMIT 1") is not null;
}
