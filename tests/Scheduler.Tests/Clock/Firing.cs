namespace JobQueue.Scheduler.Tests.Clock;

/// <summary>A due that a node was told of, and when.</summary>
internal readonly record struct Firing(string Node, string Job, DateTimeOffset Due, DateTimeOffset At);
