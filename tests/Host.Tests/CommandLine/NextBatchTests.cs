using System.Diagnostics;
using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class NextBatchTests
{
    private const int ManyLines = 100_000;

    private static readonly TimeSpan LimitForMany = TimeSpan.FromMinutes(2);

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

    [TestMethod]
    //       input                                            answers
    [DataRow("UTC\t2026-03-28\t@yearly\r\n", "2027-01-01T00:00:00+00:00\t2028-01-01T00:00:00+00:00\n")]
    [DataRow("UTC\t2026-03-28\t@yearly", "2027-01-01T00:00:00+00:00\t2028-01-01T00:00:00+00:00\n")]
    [DataRow("\r\n", "error: column 1: found the end, expected ZONE<TAB>FROM<TAB>SPEC\n")]
    [DataRow("", "")]
    // a zone is no path, and has no blanks
    [DataRow("../UTC\t2026-03-28\t@daily", "error: column 1: found \"../UTC\", expected an IANA time zone like Europe/Berlin\n")]
    [DataRow("U\0TC\t2026-03-28\t@daily", "error: column 1: found \"U\\u0000TC\", expected an IANA time zone like Europe/Berlin\n")]
    [DataRow(" UTC\t2026-03-28\t@daily", "error: column 1: found \" UTC\", expected an IANA time zone like Europe/Berlin\n")]
    public void Answer_EndsOfLines_AreNoPartOfThem(string input, string expected) =>
        Assert.AreEqual(expected, Answer(input, isAt: false));

    [TestMethod]
    // characters of the line, whether it is read
    [DataRow(BatchLines.MostCharacters, true)]
    [DataRow(BatchLines.MostCharacters + 1, false)]
    [DataRow(BatchLines.MostCharacters + 2, false)]
    [DataRow(5 * BatchLines.MostCharacters, false)]
    public void Answer_LongLine_IsReadOrRefusedAndTheNextIsReadToo(int length, bool isRead)
    {
        const string start = "UTC\t2026-03-28\t@yearly";
        var line = start + new string(' ', length - start.Length);

        var answers = Answer($"{line}\r\n{start}\n", isAt: false).Split('\n');

        Assert.HasCount(3, answers);
        Assert.AreEqual(isRead, answers[0].StartsWith("2027-01-01", StringComparison.Ordinal));
        Assert.AreEqual(!isRead, answers[0].Contains("expected a line of at most 32768 characters", StringComparison.Ordinal));
        Assert.StartsWith("2027-01-01", answers[1]);
    }

    [TestMethod]
    public void Answer_NobodyReads_Ends()
    {
        using var output = new StringWriter();
        using var endless = new StringReader(string.Concat(Enumerable.Repeat("UTC\t2026-03-28\t@daily\n", ManyLines)));
        var asked = 0;

        NextBatch.Answer(endless, output, new SpecReader(isAt: false, 1), () => ++asked == 1);

        Assert.AreEqual(2, asked);
        Assert.IsLessThan(ManyLines, output.ToString().AsSpan().Count('\n'));
    }

    [TestMethod]
    public async Task Next_BatchOfAProgramThatWaitsForEachAnswer_AnswersEach()
    {
        await using var process = JobQueueProcess.Open(["next", "--cron", "--batch", "--count", "1"]);

        await process.TypeAsync("UTC\t2026-03-28\t@daily\n");
        var first = await process.OutputLineAsync("2026-03-29T00:00:00+00:00");
        await process.TypeAsync("UTC\t2026-04-01\t@monthly\n");
        var second = await process.OutputLineAsync("2026-05-01T00:00:00+00:00");

        Assert.AreEqual(("2026-03-29T00:00:00+00:00", "2026-05-01T00:00:00+00:00"), (first, second));
    }

    private static string Answer(string input, bool isAt)
    {
        using var output = new StringWriter();
        using var lines = new StringReader(input);
        NextBatch.Answer(lines, output, new SpecReader(isAt, 2), () => true);
        return output.ToString();
    }
}
