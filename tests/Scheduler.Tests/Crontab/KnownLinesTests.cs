using FsCheck;
using FsCheck.Fluent;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Scheduler.Tests.Crontab;

/// <summary>Lines of an earlier load save work and change nothing.</summary>
[TestClass]
public sealed class KnownLinesTests
{
    private static readonly string[] Pieces =
    [
        "", "# a comment", "RETRY=1", "CRON_TZ=Asia/Tokyo", "CRON_TZ=UTC", "RANDOM_DELAY=10",
        "* * * * * - /a", "* * * * * - /a --name a", "0 3 * * * - /a --name a", "~ 3 * * * - /b", "@daily - /c -d @body.txt",
        "@daily - /d --mailto nobody@example.com", "60 * * * * - /e", "@hourly - /f --jitter 5m",
    ];

    [TestMethod]
    public void Parse_WithLinesOfAnEarlierLoad_EqualsParsedAnew()
    {
        // Arrange
        var texts = Gen.Elements(Pieces).ListOf(9).Select(lines => string.Join('\n', lines));

        // Act
        var property = Prop.ForAll(texts.Zip(texts).ToArbitrary(), pair =>
        {
            var earlier = Parse(pair.Item1, known: []);
            return Facts(Parse(pair.Item2, earlier.Lines)).SequenceEqual(Facts(Parse(pair.Item2, known: [])));
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), property);
    }

    [TestMethod]
    public void Parse_UnchangedLineAtItsPlace_IsTheSameObject()
    {
        var earlier = Parse("RETRY=1\n* * * * * - /a\n0 * * * * - /b", known: []);

        var later = Parse("RETRY=1\n* * * * * - /a\n5 * * * * - /b", earlier.Lines);

        Assert.AreSame(earlier.Lines[0], later.Lines[0]);
        Assert.AreNotSame(earlier.Lines[1], later.Lines[1]);
    }

    private static ParsedCrontab Parse(string text, IEnumerable<CrontabLine> known) => CrontabParser.Parse(
        [new CrontabSource("jobs.crontab", text)],
        new CrontabContext
        {
            DefaultZone = TimeZoneInfo.Utc,
            ReadData = (_, _) => new DataFile(new byte[] { 1 }),
            Known = known.Where(line => !line.IsReadAnew).DistinctBy(line => line.Text).ToDictionary(line => line.Text),
        });

    private static IEnumerable<string> Facts(ParsedCrontab parsed) =>
    [
        .. parsed.Lines.Select(line =>
            $"{line.File}:{line.Line} {line.Text} {line.Identity} {line.Fingerprint} {line.ScheduleText} {line.Schedule.NextAfter(Instants.Of("2026-01-01T00:00:00Z"))}"
            + $" {line.TimeZone.Id} {line.Policy} {line.Settings} {line.Request.Uri} {line.IsReadAnew}"),
        .. parsed.Errors.Select(error => error.ToString()),
        .. parsed.Warnings.Select(warning => warning.ToString()),
    ];
}
