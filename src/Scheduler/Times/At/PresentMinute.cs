namespace JobQueue.Scheduler.Times.At;

/// <summary>The minute that at(1) counts from, and that no time may be before.</summary>
internal static class PresentMinute
{
    internal static DateTimeOffset Of(DateTimeOffset now) => new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
