namespace JobQueue;

/// <summary>The run a request belongs to.</summary>
/// <param name="RunId">The run's id, the same on every attempt.</param>
/// <param name="JobId">The job's id; for a one-time job the run's own.</param>
/// <param name="JobName">The job's name; null where it has none.</param>
/// <param name="Attempt">1 for the first attempt.</param>
/// <param name="Due">When the occurrence was planned for.</param>
/// <param name="User">The identity the run has; null is anonymous.</param>
public sealed record JobRun(string RunId, string JobId, string? JobName, int Attempt, DateTimeOffset Due, string? User);
