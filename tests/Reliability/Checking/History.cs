namespace JobQueue.Reliability.Checking;

/// <summary>All that is known after a campaign, from three sides: what should have happened, the ledger, and the targets.</summary>
internal sealed record History
{
    /// <summary>Occurrences that came due, of every recurring job by its id.</summary>
    public required IReadOnlyList<(string JobId, DateTimeOffset Due)> Expected { get; init; }

    /// <summary>Ids of one-time jobs for which a 201 was received.</summary>
    public required IReadOnlyList<string> Acknowledged { get; init; }

    /// <summary>For each 201 to a request with an Idempotency-Key: the key, and the job that was named.</summary>
    public IReadOnlyList<(string Key, string Id)> Keyed { get; init; } = [];

    /// <summary>The rows of the ledger.</summary>
    public required IReadOnlyList<LedgerRun> Ledger { get; init; }

    /// <summary>How they came to be so.</summary>
    public IReadOnlyList<RunMove> Moves { get; init; } = [];

    /// <summary>What the targets wrote down.</summary>
    public required IReadOnlyList<Arrival> Arrivals { get; init; }

    /// <summary>When the process was killed, and started anew.</summary>
    public required IReadOnlyList<Crash> Crashes { get; init; }

    /// <summary>When a process that had been stopped was let go on.</summary>
    public IReadOnlyList<(int Process, DateTimeOffset At)> Resumed { get; init; } = [];

    /// <summary>Statuses after which a run is tried again.</summary>
    public required IReadOnlyCollection<int> RetriedOn { get; init; }

    /// <summary>Queues of which one run is sent at a time.</summary>
    public IReadOnlyCollection<string> Serial { get; init; } = [];

    /// <summary>Queues of which no more runs begin in any such time.</summary>
    public IReadOnlyCollection<(string Queue, int Count, TimeSpan Per)> Rates { get; init; } = [];

    /// <summary>The nodes there were; none for a ledger of one process.</summary>
    public IReadOnlyList<Incarnation> Nodes { get; init; } = [];

    /// <summary>Within this time after a crash others go on with what was in flight; null: there are none.</summary>
    public TimeSpan? TakeoverWithin { get; init; }

    /// <summary>Within this time after its due an occurrence is entered, unless all are down meanwhile; null: nothing is said of that.</summary>
    public TimeSpan? EnteredWithin { get; init; }

    /// <summary>How long a run that was entered may not be seen by those who claim: its transaction ends after its move.</summary>
    public TimeSpan UnseenFor { get; init; }

    /// <summary>
    /// How long after the target had answered a process may die before that is on disk: a commit takes milliseconds, on a slow disk tenths
    /// of a second.
    /// </summary>
    public TimeSpan UnrecordedFor { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a process that is let go on may be in the step that it was stopped in, before it looks whether it was taken for dead.
    /// </summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How many of its runs may be in such a step: past the look, and not sent.</summary>
    public int MostSteps { get; init; } = 1;
}
