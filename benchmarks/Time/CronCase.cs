using JobQueue.Scheduler.Times;
using Quartz;

namespace JobQueue.Benchmarks.Time;

/// <summary>A schedule, as crontab(5) writes it and as Quartz does.</summary>
/// <param name="Name">What its figures are called.</param>
/// <param name="Cron">Five fields.</param>
/// <param name="QuartzCron">The same with Quartz's seconds and question mark.</param>
/// <param name="TimeZone">An IANA zone.</param>
/// <param name="IsAtChanges">Whether it is asked on the eves of clock changes, where the two have rules of their own.</param>
internal sealed record CronCase(string Name, string Cron, string QuartzCron, string TimeZone, bool IsAtChanges = false)
{
    private const int MostSteps = 500;
    private const int LastYear = 2100;

    internal static readonly IReadOnlyList<CronCase> All =
    [
        new("every5minutes", "*/5 * * * *", "0 0/5 * * * ?", "UTC"),
        new("weekday0930", "30 9 * * mon-fri", "0 30 9 ? * MON-FRI", "Europe/Berlin"),
        new("leapday", "0 0 29 2 *", "0 0 0 29 2 ?", "UTC"),
        new("clockchange", "30 2 * * *", "0 30 2 * * ?", "Europe/Berlin", IsAtChanges: true),
    ];

    private static readonly int[] ChangeMonths = [3, 10];
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    internal Schedule Schedule()
    {
        var (schedule, errors) = ScheduleText.Parse(Cron, _zone);
        return schedule ?? throw new InvalidOperationException($"\"{Cron}\" is not understood: {string.Join("; ", errors)}");
    }

    internal CronExpression Expression() => new(QuartzCron, _zone);

    /// <summary>The next time after each of some instants, over and over.</summary>
    internal TimedLoop NextLoop(int calls)
    {
        var (schedule, expression) = (Schedule(), Expression());
        DateTimeOffset[] instants = IsAtChanges ? [.. ChangeEves()] : [.. Chain(schedule)];
        if (!IsAtChanges && !Array.TrueForAll(instants, after => schedule.NextAfter(after) == expression.GetNextValidTimeAfter(after)))
            throw new InvalidOperationException($"\"{Cron}\" and \"{QuartzCron}\" are not the same");
        return new($"time.next.{Name}", calls, () => Repeat(schedule.NextAfter), () => Repeat(expression.GetNextValidTimeAfter));

        void Repeat(Func<DateTimeOffset, DateTimeOffset?> next)
        {
            for (var i = 0; i < calls; i++)
                if (next(instants[i % instants.Length]) is null)
                    throw new InvalidOperationException($"\"{Cron}\" has no time after {instants[i % instants.Length]:u}");
        }
    }

    internal TimedLoop ParseLoop(int calls) =>
        new($"time.parse.cron.{Name}", calls, () => Repeat(calls, Schedule), () => Repeat(calls, Expression));

    // Quartz looks a hundred years ahead of today.
    private static IEnumerable<DateTimeOffset> Chain(Schedule schedule)
    {
        var after = Start;
        for (var i = 0; i < MostSteps && after.Year < LastYear; i++, after = schedule.NextAfter(after)!.Value)
            yield return after;
    }

    // The last Sundays of March and October: the clocks of the European Union.
    private static IEnumerable<DateTimeOffset> ChangeEves() =>
        from year in Enumerable.Range(Start.Year, 20)
        from month in ChangeMonths
        let last = new DateTimeOffset(year, month, 31, 0, 0, 0, TimeSpan.Zero)
        select last.AddDays(-(int)last.DayOfWeek).AddHours(-12);

    internal static void Repeat<T>(int calls, Func<T> parse)
    {
        for (var i = 0; i < calls; i++)
            parse();
    }
}
