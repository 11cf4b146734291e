namespace JobQueue.Jobs;

/// <summary>Something done to a job.</summary>
internal sealed record JobEvent(DateTimeOffset At, string Kind, string? RunId, string? Who, string? Reason);
