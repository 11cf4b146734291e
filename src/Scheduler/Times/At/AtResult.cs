namespace JobQueue.Scheduler.Times.At;

/// <summary>What the text of a one-time job's time came to: exactly one of the two.</summary>
/// <param name="Instant">The instant that was understood, in UTC.</param>
/// <param name="Error">Where understanding ended, and what could stand there.</param>
internal sealed record AtResult(DateTimeOffset? Instant, TextError? Error)
{
    internal static AtResult Of(DateTimeOffset instant) => new(instant.ToUniversalTime(), null);

    internal static AtResult Fault(int column, ReadOnlySpan<char> found, string expected) => new(null, TextError.At(column, found, expected));
}
