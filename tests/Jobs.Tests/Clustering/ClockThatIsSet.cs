namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>The clock of a machine that people set, and suspend.</summary>
internal sealed class ClockThatIsSet : TimeProvider
{
    /// <summary>How far it was put forward.</summary>
    internal TimeSpan Ahead { get; set; }

    /// <summary>How long it was suspended: meanwhile its clock of durations stood still.</summary>
    internal TimeSpan Suspended { get; set; }

    public override long TimestampFrequency => System.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;

    public override long GetTimestamp() => System.GetTimestamp() - (long)(Suspended.TotalSeconds * TimestampFrequency);
}
