using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class NextCommandTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 28, 11, 0, 0, TimeSpan.Zero);

    private static readonly NextOptions Cron = new() { IsAt = false, Count = 2, TimeZone = "Europe/Berlin" };

    private static readonly NextOptions At = Cron with { IsAt = true };

    [TestMethod]
    //       spec                      from                         times
    [DataRow("*/5 9-17 * * mon-fri", "2026-03-28T12:00", "2026-03-30T09:00:00+02:00 2026-03-30T09:05:00+02:00")]
    // strictly after
    [DataRow("0 12 * * *", "2026-03-28T12:00", "2026-03-29T12:00:00+02:00 2026-03-30T12:00:00+02:00")]
    [DataRow("0 12 * * *", "2026-03-28T11:59:59.5", "2026-03-28T12:00:00+01:00 2026-03-29T12:00:00+02:00")]
    [DataRow("@daily", "2026-03-28", "2026-03-29T00:00:00+01:00 2026-03-30T00:00:00+02:00")]
    // an instant
    [DataRow("0 12 * * *", "2026-03-28T12:00Z", "2026-03-29T12:00:00+02:00 2026-03-30T12:00:00+02:00")]
    [DataRow("0 12 * * *", "2026-03-28T12:00:00+02:00", "2026-03-28T12:00:00+01:00 2026-03-29T12:00:00+02:00")]
    // no --from: now
    [DataRow("0 * * * *", null, "2026-03-28T13:00:00+01:00 2026-03-28T14:00:00+01:00")]
    // wall time in the gap is an hour later, wall time that comes twice the first
    [DataRow("*/30 * * * *", "2026-03-29T02:30", "2026-03-29T04:00:00+02:00 2026-03-29T04:30:00+02:00")]
    [DataRow("*/30 * * * *", "2026-10-25T02:30", "2026-10-25T02:00:00+01:00 2026-10-25T02:30:00+01:00")]
    // @every counts from there
    [DataRow("@every 7m", "2026-03-28T12:00", "2026-03-28T12:07:00+01:00 2026-03-28T12:14:00+01:00")]
    public void Run_Cron_PrintsTheTimesAfterFrom(string spec, string? from, string expected)
    {
        var result = Run(Cron with { Spec = spec, From = from });

        Assert.AreEqual(new CommandResult(0, expected.Replace(' ', '\n') + "\n", ""), result);
    }

    [TestMethod]
    //       phrase                       from                time
    [DataRow("now", "2026-03-28T12:00", "2026-03-28T12:00:00+01:00")]
    [DataRow("now + 1 day", "2026-03-28T12:00", "2026-03-29T12:00:00+02:00")]
    [DataRow("16:30", "2026-03-28T12:00", "2026-03-28T16:30:00+01:00")]
    [DataRow("11:30", "2026-03-28T12:00", "2026-03-29T11:30:00+02:00")]
    [DataRow("noon tomorrow", "2026-03-28T12:00", "2026-03-29T12:00:00+02:00")]
    [DataRow("now + 5 minutes", null, "2026-03-28T12:05:00+01:00")]
    [DataRow("2026-03-29T01:00:00Z", "2026-03-28T12:00", "2026-03-29T03:00:00+02:00")]
    public void Run_At_TakesFromAsNow(string phrase, string? from, string expected)
    {
        var result = Run(At with { Spec = phrase, From = from });

        Assert.AreEqual(new CommandResult(0, expected + "\n", ""), result);
    }

    [TestMethod]
    public void Run_ErrorsInCron_AreShownWithCarets()
    {
        var result = Run(Cron with { Spec = "61\t25 * * *" });

        const string expected =
            "jobqueue: --cron: found \"61\", expected a minute from 0 to 59\n61\t25 * * *\n^\n" +
            "jobqueue: --cron: found \"25\", expected an hour from 0 to 23\n61\t25 * * *\n  \t^\n";
        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }

    [TestMethod]
    public void Run_ErrorInAt_IsShownWithACaret()
    {
        var result = Run(At with { Spec = "now + 5 apples" });

        Assert.AreEqual((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("jobqueue: --at: found \"apples\", expected ", result.Error);
        Assert.EndsWith("\nnow + 5 apples\n        ^\n", result.Error);
    }

    [TestMethod]
    //       spec         from
    [DataRow("@reboot", "2026-03-28T12:00")]
    [DataRow("0 0 1 1 *", "9999-06-01")]
    public void Run_NeverDue_IsAnError(string spec, string from)
    {
        var result = Run(Cron with { Spec = spec, From = from });

        Assert.AreEqual((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("expected a schedule with a time after FROM", result.Error);
    }

    [TestMethod]
    //       zone             from                what is said
    [DataRow("Mars/Phobos", "2026-03-28T12:00", "--tz: found \"Mars/Phobos\", expected an IANA time zone like Europe/Berlin\n")]
    [DataRow("UTC", "tomorrow", "--from: found \"tomorrow\", expected a time like 2026-03-28T12:00, or with an offset like 2026-03-28T12:00:00+01:00\n")]
    [DataRow("UTC", "2026-02-30T12:00", "--from: found \"2026-02-30T12:00\", expected a time like 2026-03-28T12:00, or with an offset like 2026-03-28T12:00:00+01:00\n")]
    [DataRow("Asia/Tokyo", "0001-01-01", "--from: found \"0001-01-01\", expected a time in the years 1 to 9999\n")]
    public void Run_BadZoneOrFrom_IsWrongUsage(string zone, string from, string expected)
    {
        var result = Run(Cron with { Spec = "@daily", TimeZone = zone, From = from });

        Assert.AreEqual(new CommandResult(2, "", "jobqueue: " + expected), result);
    }

    [TestMethod]
    public void Run_OutputJson_SaysWhatWasAskedAndTheTimes()
    {
        var result = Run(Cron with { Spec = "@daily", Format = OutputFormat.Json });

        const string expected = """
            {
              "kind": "cron",
              "schedule": "@daily",
              "timeZone": "Europe/Berlin",
              "from": "2026-03-28T12:00:00+01:00",
              "times": [
                "2026-03-29T00:00:00+01:00",
                "2026-03-30T00:00:00+02:00"
              ]
            }

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    // arguments, what is said
    [DataRow("--cron --batch --tz UTC", "jobqueue: --tz is not for --batch; see jobqueue next --help\n")]
    [DataRow("--at --batch --from 2026-03-28", "jobqueue: --from is not for --batch; see jobqueue next --help\n")]
    [DataRow("--at --batch -o json", "jobqueue: --output is not for --batch; see jobqueue next --help\n")]
    public async Task Next_BatchWithAnOptionOfTheSingleForm_IsWrongUsage(string arguments, string expected)
    {
        var result = await JobQueueProcess.RunAsync(["next", .. arguments.Split(' ')]);

        Assert.AreEqual(new CommandResult(2, "", expected), result);
    }

    [TestMethod]
    public async Task Next_OfTheProcess_PrintsTheTimesInTheZone()
    {
        string[] words = ["next", "--cron", "*/5 9-17 * * mon-fri", "--tz", "Europe/Berlin", "--from", "2026-03-28T12:00", "--count", "1"];

        var result = await JobQueueProcess.RunAsync(words);

        Assert.AreEqual(new CommandResult(0, "2026-03-30T09:00:00+02:00\n", ""), result);
    }

    private static CommandResult Run(NextOptions options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = NextCommand.Run(options, new ManualTimeProvider(Now), output, error);
        return new CommandResult((int)code, output.ToString(), error.ToString());
    }
}
