using JobQueue.Jobs.Sending;

namespace JobQueue;

/// <summary>The run a request belongs to.</summary>
/// <param name="RunId">The run's id, the same on every attempt.</param>
/// <param name="JobId">The job's id; for a one-time job the run's own.</param>
/// <param name="JobName">The job's name; null where it has none.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="Due">When the occurrence was planned for.</param>
/// <param name="User">The identity the run has; null is anonymous.</param>
public sealed record JobRun(string RunId, string JobId, string? JobName, int Attempt, DateTimeOffset Due, string? User)
{
    /// <summary>Null for a run that was not made by JobQueue, as in a test of an endpoint.</summary>
    internal AttemptProgress? Progress { get; init; }

    /// <summary>
    /// Reports how far the run is, for those who watch. Costs next to nothing, may be called from several threads and as often as there
    /// is something to say; does nothing once the attempt is over.
    /// </summary>
    /// <param name="percent">0 to 100; what is beyond is taken as the nearer end.</param>
    /// <param name="message">A line for people, of which the first 200 characters are kept; null for none.</param>
    /// <example><code>context.GetJobRun()?.ReportProgress(40, "zipping");</code></example>
    public void ReportProgress(int percent, string? message = null) => Progress?.Report(percent, message);
}
