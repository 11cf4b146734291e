using System.Globalization;
using System.Text.Json.Nodes;
using JobQueue.Host.CommandLine;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class CheckCommandTests
{
    // The Saturday before the clocks of Berlin go forward.
    private static readonly DateTimeOffset Saturday = new(2026, 3, 28, 11, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public void Run_ManyErrors_ShowsEachWithACaret()
    {
        using var crontab = new TemporaryFile("61 * * * * - /x\n# fine\n* 25 * * 9 - /x\n");

        var result = Run(Saturday, OutputFormat.Table, crontab.Path);

        var expected = $"""
            {crontab.Path}:1:1: error: found "61", expected a minute from 0 to 59
            61 * * * * - /x
            ^
            {crontab.Path}:3:3: error: found "25", expected an hour from 0 to 23
            * 25 * * 9 - /x
              ^
            {crontab.Path}:3:10: error: found "9", expected a day of week from 0 to 7 or sun-sat
            * 25 * * 9 - /x
                     ^
            3 errors

            """;
        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }

    [TestMethod]
    // line, the line and the caret as they are shown
    [DataRow("\t0\t25 * * *\t- /x", "\t0\t25 * * *\t- /x\n\t \t^\n")]
    [DataRow("* * * * * - /x \u0007", "* * * * * - /x  \n               ^\n")]
    [DataRow("0 0 * *", "0 0 * *\n       ^\n")]
    // two columns on the screen, two as a pair, and none
    [DataRow("漢字 0 * * * - /x", "漢字 0 * * * - /x\n^\n")]
    [DataRow("0 漢 * * * - /x", "0 漢 * * * - /x\n  ^\n")]
    [DataRow("0 0 * * 漢😀e\u0301 - x", "0 0 * * 漢😀e\u0301 - x\n        ^\n")]
    [DataRow("0 0 * * * 漢😀e\u0301 x", "0 0 * * * 漢😀e\u0301 x\n                ^\n")]
    // what turns the direction
    [DataRow("0 0 * * * \u202e-", "0 0 * * *  -\n          ^\n")]
    public void Run_Caret_StandsUnderTheColumn(string line, string expected)
    {
        using var crontab = new TemporaryFile(line + "\n");

        var result = Run(Saturday, OutputFormat.Table, crontab.Path);

        Assert.Contains("\n" + expected, result.Error);
    }

    [TestMethod]
    public void Run_LongLine_IsShownAroundTheColumn()
    {
        using var crontab = new TemporaryFile($"0 0 * * * - /{new string('x', 10_000)} --nix {new string('y', 10_000)}\n");

        var result = Run(Saturday, OutputFormat.Table, crontab.Path);

        var expected = $"…{new string('x', 79)} --nix {new string('y', 54)}…\n{new string(' ', 81)}^\n";
        Assert.Contains($"{crontab.Path}:1:10015: error: found \"--nix\"", result.Error);
        Assert.Contains("\n" + expected, result.Error);
    }

    [TestMethod]
    public void Run_StandardInput_IsReadAsDash()
    {
        var result = CheckRun.Of(new CheckOptions { Files = ["-"] }, "61 * * * * - /x\n"u8);

        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith("-:1:1: error: found \"61\", expected a minute from 0 to 59\n", result.Error);
    }

    [TestMethod]
    public void Run_StandardInputIsNoUtf8_IsAnError()
    {
        var result = CheckRun.Of(new CheckOptions { Files = ["-"] }, [0x23, 0xFF]);

        Assert.AreEqual(new CommandResult(1, "", "-:0:0: error: found the text, expected UTF-8: byte 2 is not (ff)\n1 error\n"), result);
    }

    [TestMethod]
    // name, what is said
    [DataRow(".", ".:0:0: error: found a folder, expected a file\n1 error\n")]
    [DataRow("", ":0:0: error: found an empty name, expected a file's name\n1 error\n")]
    public void Run_NoFile_IsAnError(string name, string expected)
    {
        var result = Run(Saturday, OutputFormat.Table, name);

        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }

    [TestMethod]
    public void Run_BadFrom_IsWrongUsage()
    {
        var result = CheckRun.Of(new CheckOptions { Files = ["-"], From = "soon" });

        Assert.AreEqual(2, result.ExitCode);
        Assert.StartsWith("jobqueue: --from: found \"soon\", expected a time like ", result.Error);
    }

    [TestMethod]
    public void Run_TwoFiles_AreReadAsOne()
    {
        using var first = new TemporaryFile("0 0 * * * - /x --name same\n");
        using var second = new TemporaryFile("0 0 * * * - /y --name same\n");

        var result = Run(Saturday, OutputFormat.Table, first.Path, second.Path);

        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith($"{second.Path}:1:", result.Error);
    }

    [TestMethod]
    public void Run_FileMissing_IsAnErrorBesideThoseOfTheOthers()
    {
        using var crontab = new TemporaryFile("61 * * * * - /x\n");

        var result = Run(Saturday, OutputFormat.Table, crontab.Path, crontab.Path + ".none");

        Assert.AreEqual(1, result.ExitCode);
        Assert.StartsWith($"{crontab.Path}.none:0:0: error: found no such file, expected a crontab\n", result.Error);
        Assert.Contains($"{crontab.Path}:1:1: error: ", result.Error);
    }

    [TestMethod]
    public void Run_NoErrors_ShowsJobsWithTimesAndClockChanges()
    {
        using var crontab = new TemporaryFile("""
            CRON_TZ=Europe/Berlin
            30 2 * * *  backup  POST /backups --name backup
            @reboot     -       /warm --name warm
            CRON_TZ=UTC
            @every 90m  -       HEAD https://example.com/ --name ping

            """);

        var result = Run(Saturday, OutputFormat.Table, crontab.Path);

        const string expected = """
            JOB     SCHEDULE      ZONE           USER    REQUEST
            backup  30 2 * * *    Europe/Berlin  backup  POST /backups
              2026-03-29T03:00:00+02:00  clock goes forward 1h on this day
              2026-03-30T02:30:00+02:00
              2026-03-31T02:30:00+02:00
              2026-04-01T02:30:00+02:00
              2026-04-02T02:30:00+02:00
            warm    @reboot       Europe/Berlin  -       GET /warm
              at every start
            ping    @every 1h30m  UTC            -       HEAD https://example.com/
              2026-03-28T12:30:00+00:00
              2026-03-28T14:00:00+00:00
              2026-03-28T15:30:00+00:00
              2026-03-28T17:00:00+00:00
              2026-03-28T18:30:00+00:00

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    //       zone                   the instant before        the first time and its mark
    [DataRow("Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T09:00:00+01:00  clock goes back 1h on this day")]
    [DataRow("Australia/Lord_Howe", "2026-04-04T12:00:00Z", "2026-04-05T09:00:00+10:30  clock goes back 30m on this day")]
    [DataRow("America/Havana", "2026-03-07T18:00:00Z", "2026-03-08T09:00:00-04:00  clock goes forward 1h on this day")]
    [DataRow("Europe/Berlin", "2026-10-23T12:00:00Z", "2026-10-24T09:00:00+02:00")]
    [DataRow("Europe/Berlin", "2026-10-25T12:00:00Z", "2026-10-26T09:00:00+01:00")]
    public void Run_DayOfAClockChange_IsMarked(string zone, string now, string expected)
    {
        using var crontab = new TemporaryFile($"0 9 * * * - /x --tz {zone}\n");

        var result = Run(DateTimeOffset.Parse(now, null), OutputFormat.Table, crontab.Path);

        Assert.AreEqual("  " + expected, result.Output.Split('\n')[2]);
    }

    [TestMethod]
    public void Run_OutputJson_PrintsFilesFaultsAndJobs()
    {
        using var crontab = new TemporaryFile("61 * * * * - /x\n30 2 * * * backup POST /b --tz Europe/Berlin --name b\n");

        var result = Run(Saturday, OutputFormat.Json, crontab.Path);

        var document = JsonNode.Parse(result.Output)!;
        Assert.AreEqual((1, ""), (result.ExitCode, result.Error));
        Assert.AreEqual(crontab.Path, (string?)document["files"]![0]);
        Assert.AreEqual("a minute from 0 to 59", (string?)document["errors"]![0]!["expected"]);
        Assert.IsEmpty(document["warnings"]!.AsArray());
        Assert.AreEqual("2026-03-29T03:00:00+02:00", (string?)document["jobs"]![0]!["next"]![0]!["due"]);
        Assert.AreEqual(60, (double?)document["jobs"]![0]!["next"]![0]!["clockChangeMinutes"]);
        Assert.IsNull(document["jobs"]![0]!["next"]![1]!["clockChangeMinutes"]);
        Assert.AreEqual("""{"method":"POST","uri":"/b"}""", document["jobs"]![0]!["request"]!.ToJsonString());
    }

    [TestMethod]
    // crontab, exit code
    [DataRow("0 0 * * * - /x\n", 0)]
    [DataRow("0 0 * * * /x\n", 1)]
    public async Task Check_OfTheProcess_EndsWithItsCode(string text, int expected)
    {
        using var crontab = new TemporaryFile(text);

        var result = await JobQueueProcess.RunAsync(["check", crontab.Path]);

        Assert.AreEqual(expected, result.ExitCode);
    }

    [TestMethod]
    [DataRow("0 3 * * * - /a --name a\n0 3 * * * - /b --name b --jitter 30m\n")]
    [DataRow("0 3 * * * - /b --name b --jitter 30m\n0 3 * * * - /a --name a\n")]
    public void Run_LinesOfOneScheduleWithAndWithoutJitter_HaveTheirOwnTimes(string text)
    {
        using var crontab = new TemporaryFile(text);
        var delayed = (DelayedSchedule)ScheduleText.OfJob("0 3 * * *", TimeZoneInfo.Utc, TimeSpan.FromMinutes(30), seed: "b")!;

        var result = Run(Saturday, OutputFormat.Json, crontab.Path);

        var due = JsonNode.Parse(result.Output)!["jobs"]!.AsArray().ToDictionary(
            job => (string)job!["name"]!, job => DateTimeOffset.Parse((string)job!["next"]![0]!["due"]!, CultureInfo.InvariantCulture));
        var three = new DateTimeOffset(2026, 3, 29, 3, 0, 0, TimeSpan.Zero);
        Assert.AreEqual((three, three + delayed.Delay), (due["a"], due["b"]));
    }

    private static CommandResult Run(DateTimeOffset now, OutputFormat format, params string[] files) =>
        CheckRun.Of(new CheckOptions { Files = files, Format = format, From = now.ToString("o") });
}
