namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>A request of a run, as its target saw it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">Which sending of it.</param>
/// <param name="Job">The job's name, or its id.</param>
/// <param name="Due">When it was planned for.</param>
/// <param name="At">When it came.</param>
/// <param name="Status">What it was answered with, or would have been.</param>
internal sealed record Arrival(string RunId, int Attempt, string Job, DateTimeOffset Due, DateTimeOffset At, int Status);
