using System.ComponentModel.DataAnnotations;

namespace JobQueue;

/// <summary>
/// How much history is kept, and when the rest is pruned; section <c>JobQueue:Retention</c>. What is not done, and of a recurring job
/// the last run and the last good response, are always kept.
/// </summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// How long after its end a run is kept; one that failed, timed out or was quarantined, and an event, twice as long. Default 30 days;
    /// at most 5,000; zero keeps them for ever.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "5000.00:00:00")]
    public TimeSpan Age { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How many runs of a recurring job are kept, the newest; of those before them, as many that failed, timed out or were quarantined.
    /// Default 10,000; at most 1,000,000; zero keeps any number.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RunsPerJob { get; set; } = 10_000;

    /// <summary>
    /// The time of day, to the minute, in the zone of <see cref="JobQueueOptions.TimeZone"/>. Default 03:00. Where nothing ran at that time
    /// it is made up for after the next start.
    /// </summary>
    public TimeOnly At { get; set; } = new(3, 0);
}
