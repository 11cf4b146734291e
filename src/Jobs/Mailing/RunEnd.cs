namespace JobQueue.Jobs.Mailing;

/// <summary>The end of a run, as it is told.</summary>
/// <param name="Run">The run in its final state.</param>
/// <param name="Before">What the run of the job before it came to; null where there was none.</param>
/// <param name="WasOverdue">Whether the job was told to be overdue until now.</param>
/// <param name="Failures">How many runs before it were failures, one after the other.</param>
internal sealed record RunEnd(Run Run, RunState? Before, bool WasOverdue, int Failures)
{
    /// <summary>More failures than these are not counted.</summary>
    internal const int MostFailures = 1000;

    /// <summary>Whether the job is well after it was not.</summary>
    internal bool IsRecovery => Run.State == RunState.Succeeded && (WasOverdue || Before?.IsFailure() == true);
}
