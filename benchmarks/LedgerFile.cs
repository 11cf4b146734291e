using JobQueue.Jobs.Store;

namespace JobQueue.Benchmarks;

/// <summary>The ledger of another process, read beside it.</summary>
internal sealed class LedgerFile(string path) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly LedgerConnection _connection = new(path, isWriter: false);

    /// <summary>Ends when nothing is in a queue or runs.</summary>
    internal async Task DrainedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (_connection.Scalar("SELECT EXISTS (SELECT 1 FROM runs WHERE state = 'running')") is not 0L
               || _connection.Scalar("SELECT EXISTS (SELECT 1 FROM runs WHERE state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0)") is not 0L)
            await Task.Delay(BetweenLooks, limit.Token);
    }

    /// <summary>Every one of these runs is another, and is in this state.</summary>
    internal void Check(IReadOnlyCollection<string?> ids, string state)
    {
        if (ids.Distinct().Count() != ids.Count)
            throw new InvalidOperationException("an id was given twice");
        var others = ids.Count(id => _connection.Scalar("SELECT state FROM runs WHERE id = @id", ("@id", id)) as string != state);
        if (others > 0)
            throw new InvalidOperationException($"{others} of {ids.Count} runs are not {state}");
    }

    public void Dispose() => _connection.Dispose();
}
