namespace JobQueue.Reliability.Checking;

/// <summary>All that is known after a campaign, from three sides: what should have happened, the ledger, and the targets.</summary>
internal sealed record History
{
    /// <summary>Occurrences that came due, of every recurring job by its id.</summary>
    public required IReadOnlyList<(string JobId, DateTimeOffset Due)> Expected { get; init; }

    /// <summary>Ids of one-time jobs for which a 201 was received.</summary>
    public required IReadOnlyList<string> Acknowledged { get; init; }

    /// <summary>The rows of the ledger.</summary>
    public required IReadOnlyList<LedgerRun> Ledger { get; init; }

    /// <summary>What the targets wrote down.</summary>
    public required IReadOnlyList<Arrival> Arrivals { get; init; }

    /// <summary>When the process, having been killed, was started anew.</summary>
    public required IReadOnlyList<DateTimeOffset> Restarts { get; init; }

    /// <summary>Statuses after which a run is tried again.</summary>
    public required IReadOnlyCollection<int> RetriedOn { get; init; }
}
