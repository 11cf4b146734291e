using System.Diagnostics;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times;

/// <summary>Times and schedules that nobody means, a million of them. The seeds are fixed.</summary>
[TestClass]
public sealed class TimeMutationTests
{
    // Of a million; a time costs ten times as much as a schedule.
    private const int MutatedTimes = 200_000;
    private const int MutatedSchedules = 800_000;
    private const int Parts = 16;
    private const int TimesOver = 7;

    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(5);

    private static readonly string[] Pieces =
    [
        .. " \t\n\r*/,-~#?@%+:.'\\0123456789azTZW\0\u0001\u007f\u00a0\uFEFFäß\uD83D".Select(character => $"{character}"),
        "*/0", "*/", "0-59/7", "31", "~", "~~", "sun", "L", "@every", "99", "60", "24:00", "00", "2147483647", "99999999999999999999",
        "99999999999 years", "now + ", "next", "last", "the", "of", "and a half", "am", "utc", "5th", "+02:00", "PT", "1970", "9999",
        "２", "٥", "Ⅷ",
    ];

    private static readonly Mutator Times = new(
        [
            "now + 5 minutes", "now + 99999999999 years", "16:30 tomorrow + 2 weeks", "noon utc next fri", "4:30pm May 27, 2027", "052727 - 1 day",
            "27.5.2027", "5/27/2027 at 9:00", "2027-05-27T09:00:00.5+02:00", "20270527T090000Z", "P1Y2M3W4DT5H6M7.5S",
            "in an hour and a half", "2h30m15s", "1.5 hours from now", "half an hour before friday noon", "6 mondays after dec 24th",
            "tomorrow morning at half past nine", "tonight at 1", "friday at 17:00 utc", "first monday of next month at noon",
            "last business day of the year", "friday the 13th of november", "end of next week", "the 31st", "next week on wednesday at 9",
            "thursday, 26 november 2026 06:56:06 am", "twenty-five to ten in the evening", "3 days from the day after tomorrow",
        ],
        Pieces);

    private static readonly Mutator Schedules = new(
        [
            "*/5 * * * *", "*/0 * * * *", "0 9-17 * * mon-fri", "30 7,19 1,15 jan-mar *", "7-59/20 0~30 */2 2 sun", "~ ~ 29 2 *", "0 0 31 4-6/2 *",
            "0 0 */32,1-7 * mon", "10~20,30~,~5 * 1-31 */3 fri-sun", "@daily", "@every 1h30m", "@reboot", "@every PT90S", "0 0 30 2 fri",
        ],
        Pieces);

    private static readonly DateTimeOffset[] Nows =
    [
        Instants.Of("2026-03-29T00:59:30Z"), Instants.Of("2026-10-25T00:30:15Z"), Instants.Of("2028-02-29T23:59:59.9999999Z"),
        DateTimeOffset.MinValue, DateTimeOffset.MaxValue,
    ];

    private static readonly TimeZoneInfo[] TimeZones = [Zones.Berlin, Zones.Of("America/New_York"), Zones.Of("Australia/Lord_Howe")];

    [TestMethod]
    public void Parse_MutatedTimes_AreInstantsToComeOrFaultsInBoundedTime() =>
        Assert.AreEqual("", string.Join('\n', Faults(Times, MutatedTimes, IsTimeSound)));

    [TestMethod]
    public void Parse_MutatedSchedules_AreDueLaterOrFaultsInBoundedTime() =>
        Assert.AreEqual("", string.Join('\n', Faults(Schedules, MutatedSchedules, IsScheduleSound)));

    private static List<string> Faults(Mutator mutator, int mutations, Func<string, DateTimeOffset, TimeZoneInfo, bool> isSound) =>
        [.. Enumerable.Range(0, Parts).AsParallel().SelectMany(seed => Faults(mutator, mutations / Parts, isSound, new Random(seed))).Take(20)];

    private static IEnumerable<string> Faults(
        Mutator mutator, int mutations, Func<string, DateTimeOffset, TimeZoneInfo, bool> isSound, Random random) =>
        from _ in Enumerable.Range(0, mutations)
        let text = mutator.Next(random)
        let now = Nows[random.Next(Nows.Length)]
        let zone = TimeZones[random.Next(TimeZones.Length)]
        let fault = Fault(() => isSound(text, now, zone))
        where fault is not null
        select $"{fault}: {TextError.Quote(text)} at {now:o} in {zone.Id}";

    private static string? Fault(Func<bool> isSound)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            var isGood = isSound();
            var isSlow = Stopwatch.GetElapsedTime(began) > MostTime && Enumerable.Range(0, TimesOver).Min(_ => Took(isSound)) > MostTime;
            return isSlow ? "takes long" : isGood ? null : "is unsound";
        }
        catch (Exception e)
        {
            return e.ToString();
        }
    }

    // Once more: the machine may have paused.
    private static TimeSpan Took(Func<bool> work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began);
    }

    private static bool IsTimeSound(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (instant, error) = AtTime.Parse(text, now, zone);
        return instant is { } due ? error is null && due >= PresentMinute.Of(now) && due.Offset == TimeSpan.Zero : IsInText(error, text);
    }

    private static bool IsScheduleSound(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var (schedule, errors) = ScheduleText.Parse(text, zone);
        return schedule is null
            ? errors.Length > 0 && errors.All(error => IsInText(error, text))
            : errors.IsEmpty && (schedule.NextAfter(now) is not { } next || next > now);
    }

    private static bool IsInText(TextError? error, string text) =>
        error is { Line: 1, Column: >= 1, Found.Length: > 0, Expected.Length: > 0 } && error.Column <= text.Length + 1;
}
