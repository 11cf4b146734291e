using System.Diagnostics;
using System.Text.Json.Nodes;
using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class CheckWarningsTests
{
    private const int ManyLines = 100_000;

    private static readonly TimeSpan LimitForMany = TimeSpan.FromMinutes(2);

    private static readonly string[] ManyZones = ["Europe/Berlin", "Asia/Tokyo", "America/New_York"];

    [TestMethod]
    public void Run_NothingBeforeTheYear10000_IsAWarning()
    {
        using var crontab = new TemporaryFile("  0 0 1 1 * - /x --name late\n@reboot - /y --name boot\n");

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path], From = "9999-06-01T00:00Z" });

        Assert.AreEqual(0, result.ExitCode);
        Assert.AreEqual(
            $"{crontab.Path}:1:3: warning: never due: there is no time before the year 10000\n  0 0 1 1 * - /x --name late\n  ^\n",
            result.Error);
        Assert.Contains("\n  not before the year 10000\n", result.Output);
        Assert.EndsWith("\n  at every start\n", result.Output);
    }

    [TestMethod]
    public void Run_MailWithoutServer_IsAWarning()
    {
        using var crontab = new TemporaryFile("MAILTO=ops@example.com\n@daily - /x\n");

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path] });

        Assert.AreEqual(0, result.ExitCode);
        Assert.StartsWith(
            $"{crontab.Path}:1:8: warning: MAILTO sends no mail: there is no JobQueue:Mail:Host in the configuration\n", result.Error);
    }

    [TestMethod]
    public void Run_ManyJobsInOneMinute_NamesTheWorstMinutes()
    {
        using var crontab = new TemporaryFile("""
            CRON_TZ=Europe/Berlin
            0 * * * * - /a
            0 12 * * * - /b
            0 12 * * * - /c
            0 3 * * * - /d
            @every 7h - /e

            """);

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path], From = "2026-03-28T11:00:00+01:00", SameMinute = 1 });

        const string expected = """
            warning: more than 1 job is due within one minute, in 6 minutes of 24 hours; ~ or --jitter spreads them
              2026-03-28T12:00:00+01:00  3 jobs
              2026-03-29T12:00:00+02:00  3 jobs
              2026-03-28T18:00:00+01:00  2 jobs
              2026-03-29T01:00:00+01:00  2 jobs
              2026-03-29T03:00:00+02:00  2 jobs

            """;
        Assert.AreEqual((0, expected), (result.ExitCode, result.Error));
    }

    [TestMethod]
    // limit, lines that warn
    [DataRow(0, 0)]
    [DataRow(1, 6)]
    [DataRow(2, 0)]
    public void Run_SameMinute_WarnsAboveTheLimit(int limit, int expected)
    {
        using var crontab = new TemporaryFile("* * * * * - /a\n*  * * * * - /b\n");

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path], SameMinute = limit });

        Assert.AreEqual(expected, result.Error.AsSpan().Count('\n'));
    }

    [TestMethod]
    public void Run_100000EqualSchedules_AreCountedOnceForAll()
    {
        var lines = Enumerable.Range(0, ManyLines).Select(i => $"* * * * * - /{i} --tz {ManyZones[i % 3]}\n");
        using var crontab = new TemporaryFile(string.Concat(lines));
        var watch = Stopwatch.StartNew();

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path], From = "2026-03-28T11:00:00+01:00" });

        Assert.IsLessThan(LimitForMany, watch.Elapsed);
        Assert.Contains("\n  2026-03-28T10:01:00+00:00  100000 jobs\n", result.Error);
        Assert.AreEqual(1 + ManyLines * 6, result.Output.AsSpan().Count('\n'));
    }

    [TestMethod]
    public void Run_OutputJson_HasTheCrowdedMinutes()
    {
        using var crontab = new TemporaryFile("0 3 * * * - /a --tz UTC\n0 3 * * * - /b --tz UTC\n");

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path], SameMinute = 1, Format = OutputFormat.Json });

        var crowded = JsonNode.Parse(result.Output)!["sameMinute"]!;
        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.AreEqual((1, 1), ((int?)crowded["limit"], (int?)crowded["minutes"]));
        Assert.AreEqual(("2026-03-29T03:00:00+00:00", 2), ((string?)crowded["worst"]![0]!["minute"], (int?)crowded["worst"]![0]!["jobs"]));
    }

    [TestMethod]
    public void Run_Warning_IsShownAndTheJobsToo()
    {
        using var crontab = new TemporaryFile("0 0 * * * - /x\n0 0 * * * - /x\n");

        var result = CheckRun.Of(new CheckOptions { Files = [crontab.Path] });

        Assert.AreEqual(0, result.ExitCode);
        Assert.StartsWith($"{crontab.Path}:2:1: warning: ", result.Error);
        Assert.StartsWith("JOB ", result.Output);
    }
}
