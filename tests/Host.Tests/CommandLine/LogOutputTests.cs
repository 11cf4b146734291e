using System.Diagnostics;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class LogOutputTests
{
    private const string NeverDue = "0 0 1 1 *  -  /echo --name yearly\n";

    [TestMethod]
    //       said, JobQueue:Log, the line that says where it listens
    [DataRow("", "", @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00 info: JobQueue\.Api\.Hosting\.JobQueueLife\[52\] Listening on ")]
    [DataRow("console", "json", @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00 info: JobQueue\.Api\.Hosting\.JobQueueLife\[52\] Listening on ")]
    [DataRow("journal", "", @"^<6>JobQueue\.Api\.Hosting\.JobQueueLife\[52\] Listening on ")]
    [DataRow("", "journal", @"^<6>JobQueue\.Api\.Hosting\.JobQueueLife\[52\] Listening on ")]
    [DataRow("json", "", @"^\{""Timestamp"":""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"",""EventId"":52,""LogLevel"":""Information"",")]
    public async Task Serve_Log_HasItsForm(string said, string configured, string expected)
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);

        await using var process = host.Launch(
            [.. said.Length > 0 ? new[] { "--log", said } : []], [.. configured.Length > 0 ? new[] { ("JobQueue__Log", configured) } : []]);
        var line = await process.OutputLineAsync("Listening on ");

        Assert.MatchesRegex(expected, line);
    }

    [TestMethod]
    public async Task Serve_Json_IsAnObjectALine()
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);
        await host.StartAsync("--log", "json", "--verbose");
        await host.PostAsync("/api/jobs/yearly/run");
        await host.Process.OutputLineAsync("Succeeded after attempt 1 with status 200");
        await host.StopAsync();

        var entries = host.Process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();

        Assert.IsTrue(entries.All(entry => entry["Message"] is not null && entry["State"] is not null));
        Assert.AreEqual("yearly", (string?)entries.Single(entry => (string?)entry["LogLevel"] == "Debug")["State"]!["Job"]);
    }

    [TestMethod]
    //       option, level of the lines about the end of a run that succeeded
    [DataRow("--verbose", true)]
    [DataRow("--Logging:LogLevel:Default=Information", false)]
    public async Task Serve_Verbose_TellsOfEveryRun(string option, bool expected)
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);
        await host.StartAsync(option);
        await host.PostAsync("/api/jobs/yearly/run");
        await host.JobAsync("yearly", job => (string?)job["last"]?["state"] == "succeeded");

        await host.StopAsync();

        Assert.AreEqual(expected, host.Process.Output.Contains("Succeeded after attempt 1", StringComparison.Ordinal));
        Assert.DoesNotContain("/api/jobs/yearly/run", host.Process.Output);
    }

    [TestMethod]
    [DataRow("--log xml", 2, "jobqueue: --log: found \"xml\", expected console, json, journal; see jobqueue serve --help")]
    [DataRow("--JobQueue:Log=xml", 78, "JobQueue:Log: found \"xml\", expected console, json, journal")]
    public async Task Serve_UnknownLog_IsRefused(string line, int code, string expected)
    {
        await using var host = new HostUnderTest();

        var result = await JobQueueProcess.RunAsync(["serve", .. line.Split(' ')], folder: host.Folder);

        Assert.AreEqual(new CommandResult(code, "", expected + "\n"), result);
    }

    [TestMethod]
    //       what JOURNAL_STREAM is, how the first line begins
    [DataRow("$(stat -L -c %d:%i /proc/$$/fd/1)", "<6>")]
    [DataRow("1:2", "20")]
    [DataRow("nonsense", "20")]
    public async Task Serve_OutputIsTheJournals_HasPriorities(string stream, string expected)
    {
        await using var host = new HostUnderTest();
        host.Save(NeverDue);
        var script = $"JOURNAL_STREAM={stream} exec dotnet \"$0\" --urls http://127.0.0.1:0";
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", script, JobQueueProcess.Command])
        {
            WorkingDirectory = host.Folder,
            RedirectStandardOutput = true,
        })!;

        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(JobQueueProcess.Limit);
        process.Kill();
        await process.WaitForExitAsync();

        Assert.StartsWith(expected, line!);
    }
}
