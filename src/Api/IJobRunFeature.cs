namespace JobQueue;

/// <summary>
/// Marks a request as a run: one that JobQueue sent in process, or one that a trusted JobQueue elsewhere has signed. Nothing else that
/// comes from the network carries it.
/// </summary>
public interface IJobRunFeature
{
    /// <summary>The run.</summary>
    JobRun Run { get; }
}
