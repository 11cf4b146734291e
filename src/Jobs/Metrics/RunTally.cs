namespace JobQueue.Jobs.Metrics;

/// <summary>The ends of runs in the open transaction: counted once it is on disk, and while somebody wants to know.</summary>
internal sealed class RunTally
{
    private readonly List<RunEnd> _ends = [];

    internal void Note(RunState state, string queue, long count = 1, TimeSpan? duration = null)
    {
        if (RunMetrics.WantEnds)
            _ends.Add(new RunEnd(state, queue, count, duration));
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
