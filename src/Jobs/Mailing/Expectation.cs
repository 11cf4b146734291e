using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Mailing;

/// <summary>When a job that is to succeed within a time is overdue.</summary>
/// <param name="Every">How long it may take from one success to the next.</param>
/// <param name="Since">When the job was added, or lived or went on again.</param>
/// <param name="LastSuccess">When its last run that succeeded was over; null for none.</param>
/// <param name="ToldOverdue">Since when it is told to be overdue; null where it is not.</param>
internal sealed record Expectation(TimeSpan Every, DateTimeOffset Since, DateTimeOffset? LastSuccess, DateTimeOffset? ToldOverdue)
{
    /// <summary>From here on it is overdue, unless it succeeds before.</summary>
    internal DateTimeOffset Deadline => (LastSuccess > Since ? LastSuccess.Value : Since) + Every;

    /// <summary>Whether it was told, and nothing has succeeded since.</summary>
    internal bool IsTold => ToldOverdue is { } told && !(LastSuccess > told);

    internal string Reason => LastSuccess is { } last
        ? FormattableString.Invariant(
            $"no success for {Duration.Print(Every)}; the last was at {last.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")
        : $"no success for {Duration.Print(Every)}, and none before";
}
