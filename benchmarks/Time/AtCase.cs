using JobQueue.Scheduler.Times.At;

namespace JobQueue.Benchmarks.Time;

/// <summary>The text of a one-time job's time.</summary>
/// <param name="Name">What its figures are called.</param>
/// <param name="Text">What is read.</param>
internal sealed record AtCase(string Name, string Text)
{
    internal static readonly IReadOnlyList<AtCase> All =
    [
        new("minutes", "now + 5 minutes"),
        new("days", "now + 3 days"),
        new("clock", "16:30"),
        new("instant", "2026-03-29T03:00:00+02:00"),
        new("instant.utc", "2027-05-27T09:00:00Z"),
        new("duration", "PT90S"),
        new("named", "teatime tomorrow"),
        new("phrase.span", "in 2 hours"),
        new("phrase.clock", "tomorrow at 9am"),
        new("phrase.ordinal", "last friday of april"),
        new("phrase.business", "next business day at 8:30"),
    ];

    private static readonly DateTimeOffset Now = new(2026, 3, 28, 11, 0, 0, TimeSpan.Zero);

    /// <summary>Beside Quartz's reading of the first of the schedules, because it reads no such texts.</summary>
    internal TimedLoop ParseLoop(int calls)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        return new(
            $"time.parse.at.{Name}",
            calls,
            () => CronCase.Repeat(calls, () => Read(zone)),
            () => CronCase.Repeat(calls, CronCase.All[0].Expression));
    }

    // What is not understood is another way through the code, and no figure.
    private DateTimeOffset Read(TimeZoneInfo zone)
    {
        var (instant, error) = AtTime.Parse(Text, Now, zone);
        return instant ?? throw new InvalidOperationException($"\"{Text}\" is not understood: {error}");
    }
}
