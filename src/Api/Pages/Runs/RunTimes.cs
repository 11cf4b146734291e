using JobQueue.Jobs;

namespace JobQueue.Api.Pages.Runs;

/// <summary>How long a run took.</summary>
internal static class RunTimes
{
    /// <summary>The last attempt, up to now where it is under way; null where none began.</summary>
    internal static TimeSpan? Took(Run run, DateTimeOffset now) => run switch
    {
        { Attempt: 0 } or { State: RunState.Pending or RunState.Scheduled } => null,
        { State: RunState.Running } => Later(now, run.Sent) - run.Sent,
        _ => run.Finished - run.Sent,
    };

    // The request may have come to this page before the run was sent.
    private static DateTimeOffset? Later(DateTimeOffset one, DateTimeOffset? other) => one > other ? one : other;
}
