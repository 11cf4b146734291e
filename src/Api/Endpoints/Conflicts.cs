namespace JobQueue.Api.Endpoints;

/// <summary>Why what was asked of a job or run cannot be done as it is now.</summary>
internal static class Conflicts
{
    internal const string CannotPause = "The job is removed, or done, or runs.";
    internal const string CannotResume = "The job is done, or runs, or another one has its name by now.";
    internal const string CannotRemove = "The job is removed, or done, already.";

    internal const string CannotRun =
        "The job is removed; or it is busy: a run of it is not done, and its overlap is skip; or it was a one-time job, and is done.";

    internal const string HasEnded = "The run has ended already.";
    internal const string HasNotEnded = "The run has not ended: cancel it, or wait for its end.";
}
