namespace JobQueue.Jobs.Store;

/// <summary>How much history is kept.</summary>
/// <param name="Age">How long after its end a run stays; one that did not succeed, and an event, twice as long. Zero: for ever.</param>
/// <param name="RunsPerJob">
/// How many runs of a recurring job stay, the newest; of those before them, as many that did not succeed. Zero: any number.
/// </param>
internal sealed record RetentionLimits(TimeSpan Age, int RunsPerJob)
{
    /// <summary>What failed is looked for longer than what went well.</summary>
    internal const int LongerIfFailed = 2;

    /// <summary>Runs that ended before this are old; null where none is.</summary>
    internal DateTimeOffset? OldBefore(DateTimeOffset now) => Before(now, Age);

    /// <summary>The same of runs that did not succeed, and of events.</summary>
    internal DateTimeOffset? FailedOldBefore(DateTimeOffset now) => Before(now, Age * LongerIfFailed);

    private static DateTimeOffset? Before(DateTimeOffset now, TimeSpan age) => age == TimeSpan.Zero ? null : now - age;
}
