namespace JobQueue.Jobs;

/// <summary>What states of a run mean.</summary>
internal static class RunStates
{
    /// <summary>Whether it is one that a run stays in.</summary>
    internal static bool IsFinal(this RunState state) => state is not (RunState.Scheduled or RunState.Pending or RunState.Running);
}
