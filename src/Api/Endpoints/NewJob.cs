using JobQueue.Scheduler.Times;

namespace JobQueue.Api.Endpoints;

/// <summary>A job as a client wants it: due once, or recurring.</summary>
internal sealed record NewJob
{
    /// <summary>When it is due once; null for a recurring job.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>When it recurs; null for a one-time job.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The zone in which times were read.</summary>
    public required string TimeZone { get; init; }

    public required JobRequest Request { get; init; }

    public required JobPolicy Policy { get; init; }

    public string? RequestedBy { get; init; }
}
