using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Metrics;

/// <summary>The ends of runs in the open transaction: added to its minutes with it, and measured once it is on disk.</summary>
internal sealed class RunTally
{
    private readonly List<Ending> _ends = [];

    internal void Note(Ending end) => _ends.Add(end);

    /// <summary>Adds them to <c>run_minutes</c>: once a transaction, however many they are.</summary>
    internal void Write(LedgerConnection ledger)
    {
        // In order, as every process that works on the ledger does: none waits for a row of another that waits for one of its own.
        foreach (var minute in _ends.GroupBy(end => (RunMinutes.StartOf(end.At), end.State)).OrderBy(minute => minute.Key))
            RunMinutes.Add(ledger, RunMinute.Of(minute.Key.Item1, minute.Key.State, minute));
    }

    /// <summary>The transaction is on disk.</summary>
    internal void Publish()
    {
        foreach (var end in _ends)
            RunMetrics.End(end);
        _ends.Clear();
    }

    /// <summary>The transaction is undone.</summary>
    internal void Forget() => _ends.Clear();
}
