namespace JobQueue;

/// <summary>Marks a request as a run that JobQueue sent in process. Nothing that comes from the network carries it.</summary>
public interface IJobRunFeature
{
    /// <summary>The run.</summary>
    JobRun Run { get; }
}
