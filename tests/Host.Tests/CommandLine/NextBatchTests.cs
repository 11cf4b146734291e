using System.Diagnostics;
using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class NextBatchTests
{
    private const int ManyLines = 100_000;

    private static readonly TimeSpan LimitForMany = TimeSpan.FromSeconds(10);

    private static readonly string[] Zones = ["Europe/Berlin", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "UTC"];

    [TestMethod]
    //       line                                                  answer
    [DataRow("Europe/Berlin\t2026-03-28T12:00\t30 2 * * *", "2026-03-29T03:00:00+02:00\t2026-03-30T02:30:00+02:00")]
    [DataRow("UTC\t2026-03-28T12:00:00+01:00\t0\t* * * *", "2026-03-28T12:00:00+00:00\t2026-03-28T13:00:00+00:00")]
    // what cannot be answered
    [DataRow("", "error: column 1: found the end, expected ZONE<TAB>FROM<TAB>SPEC")]
    [DataRow("UTC\t2026-03-28", "error: column 15: found the end, expected ZONE<TAB>FROM<TAB>SPEC")]
    [DataRow("Mars\t2026-03-28\t@daily", "error: column 1: found \"Mars\", expected an IANA time zone like Europe/Berlin")]
    [DataRow("\t2026-03-28\t@daily", "error: column 1: found the end, expected an IANA time zone like Europe/Berlin")]
    [DataRow("UTC\tnow\t@daily", "error: column 5: found \"now\", expected a time like 2026-03-28T12:00, or with an offset like 2026-03-28T12:00:00+01:00")]
    [DataRow("UTC\t2026-03-28\t61 25 * * *", "error: column 16: found \"61\", expected a minute from 0 to 59; column 19: found \"25\", expected an hour from 0 to 23")]
    public void Answer_CronLine_IsTimesOrError(string line, string expected)
    {
        var answer = Answer(line + "\n", isAt: false);

        Assert.AreEqual(expected + "\n", answer);
    }

    [TestMethod]
    public void Answer_AtLines_AreOneInstantOrError()
    {
        var answer = Answer("Europe/Berlin\t2026-03-28T12:00\tnow + 1 day\nUTC\t2026-03-28T12:00\tnow +\nUTC\t2026-03-28T12:00\t16:30", isAt: true);

        var lines = answer.Split('\n');
        Assert.AreEqual("2026-03-29T12:00:00+02:00", lines[0]);
        Assert.StartsWith("error: column 27: found the end, expected ", lines[1]);
        Assert.AreEqual("2026-03-28T16:30:00+00:00", lines[2]);
        Assert.AreEqual("", lines[3]);
    }

    [TestMethod]
    public async Task Next_BatchWithBadLines_AnswersAllAndEndsWith0()
    {
        const string input = "UTC\t2026-03-28\t@daily\nMars\t2026-03-28\t@daily\nUTC\t2026-03-28\t@hourly\n";

        var result = await JobQueueProcess.RunAsync(["next", "--cron", "--batch", "--count", "1"], input: input);

        const string expected = """
            2026-03-29T00:00:00+00:00
            error: column 1: found "Mars", expected an IANA time zone like Europe/Berlin
            2026-03-28T01:00:00+00:00

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    // the form, the spec of line i
    [DataRow(false, "{1} {2} * * *")]
    [DataRow(true, "now + {1} hours")]
    public void Answer_100000Lines_TakesLessThan10Seconds(bool isAt, string spec)
    {
        var input = string.Concat(Enumerable.Range(0, ManyLines)
            .Select(i => string.Format(null, "{0}\t{3:yyyy-MM-ddTHH:mm}\t" + spec + "\n", Zones[i % 5], i % 60, i % 24, new DateTime(2010, 1, 1).AddHours(i))));
        var watch = Stopwatch.StartNew();

        var answer = Answer(input, isAt);

        Assert.IsLessThan(LimitForMany, watch.Elapsed);
        Assert.AreEqual(ManyLines, answer.AsSpan().Count('\n'));
        Assert.DoesNotContain("error", answer);
    }

    private static string Answer(string input, bool isAt)
    {
        using var output = new StringWriter();
        using var lines = new StringReader(input);
        NextBatch.Answer(lines, output, new SpecReader(isAt, 2));
        return output.ToString();
    }
}
