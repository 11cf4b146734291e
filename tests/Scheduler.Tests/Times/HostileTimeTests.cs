using System.Diagnostics;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times;

/// <summary>Texts of ten million characters. None takes more than reading it once, and no message repeats it.</summary>
[TestClass]
public sealed class HostileTimeTests
{
    private const int Length = 10_000_000;
    private const int LongestMessage = 1000;

    // Reading takes a hundredth of it on a slow machine; what grows with the square takes hours.
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(2);

    [TestMethod]
    [DataRow("9")]
    [DataRow(" ")]
    [DataRow("now + ")]
    [DataRow("the day after ")]
    [DataRow("1 hour and ")]
    [DataRow("\0")]
    [DataRow("٥")]
    [DataRow("-")]
    [DataRow("PT9")]
    public void ParseTime_OfTenMillionCharacters_IsRefusedAtOnce(string piece) =>
        AssertRefused(() => [AtTime.Parse(Long("", piece), DateTimeOffset.UnixEpoch, Zones.Berlin).Error!]);

    [TestMethod]
    // what it begins with, what is repeated, what it ends with
    [DataRow("", "*", "")]
    [DataRow("", "9", "")]
    [DataRow("", " ", "")]
    [DataRow("", "* ", "")]
    [DataRow("", "*/0 ", "")]
    [DataRow("", "1,", "")]
    [DataRow("", "~,", "")]
    [DataRow("", "1-", "")]
    [DataRow("", "\0", "")]
    [DataRow("", "٥", "")]
    [DataRow("5/", "1", "")]
    [DataRow("* * * * ", "mon", "")]
    [DataRow("* * * * ", "L", "")]
    [DataRow("* * * * *", " x", "")]
    [DataRow("0 0 ", "5W,", "")]
    [DataRow("", "0", "5/5 * * * *")]
    [DataRow("*/", "0", " * * * *")]
    [DataRow("5/", "0", "5 * * * *")]
    [DataRow("", "0", "9-1 * * * *")]
    [DataRow("9-", "0", "1 * * * *")]
    [DataRow("", "0", "9~1 * * * *")]
    [DataRow("", "0", "1~9/2 * * * *")]
    [DataRow("0 0 * * ", "0", "6-2")]
    [DataRow("@", "a", "")]
    [DataRow("@every ", "9", "")]
    [DataRow("@every ", "1h", "")]
    public void ParseSchedule_OfTenMillionCharacters_IsRefusedInBoundedTime(string start, string piece, string end) =>
        AssertRefused(() => ScheduleText.Parse(Long(start, piece) + end, Zones.Berlin).Errors);

    [TestMethod]
    [DataRow("", "*")]
    [DataRow("", "9")]
    [DataRow("", "* ")]
    [DataRow("", "\0")]
    [DataRow("* * * * * - /a", "a")]
    [DataRow("* * * * * - /a", " --name a")]
    [DataRow("* * * * * - /a", " -H 'a: b'")]
    [DataRow("* * * * * - /a -d '", "\\")]
    [DataRow("@every 1h - /a --retry-on ", "5xx,")]
    [DataRow("TZ=", "a")]
    [DataRow("", "A=")]
    public void ParseCrontab_OneLineOfTenMillionCharacters_IsRefusedInBoundedTime(string start, string piece) =>
        AssertRefused(() => CrontabParser.Parse(
            [new CrontabSource("f", Long(start, piece))],
            new() { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) }).Errors);

    private static string Long(string start, string piece) =>
        start + string.Concat(Enumerable.Repeat(piece, (Length - start.Length) / piece.Length));

    private static void AssertRefused(Func<IReadOnlyCollection<TextError>> parse)
    {
        var began = Stopwatch.GetTimestamp();

        var errors = parse();

        Assert.IsLessThan(MostTime, Stopwatch.GetElapsedTime(began));
        Assert.IsNotEmpty(errors);
        Assert.IsLessThan(LongestMessage, errors.Max(error => error.ToString().Length));
    }
}
