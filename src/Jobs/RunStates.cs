namespace JobQueue.Jobs;

/// <summary>What states of a run mean.</summary>
internal static class RunStates
{
    /// <summary>Whether it is one that a run stays in.</summary>
    internal static bool IsFinal(this RunState state) => state is not (RunState.Scheduled or RunState.Pending or RunState.Running);

    /// <summary>Whether it is one of a run that was sent, and that nobody gave up.</summary>
    internal static bool IsResult(this RunState state) => state == RunState.Succeeded || state.IsFailure();

    /// <summary>Whether it is a result that is no success.</summary>
    internal static bool IsFailure(this RunState state) => state is RunState.Failed or RunState.TimedOut or RunState.Quarantined;
}
