using System.Diagnostics;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.CommandLine;

/// <summary>What verbs take from the standard input: piped in, closed, or a terminal.</summary>
[TestClass]
public sealed class StandardInputTests
{
    private const string Created = """{"id":"0198c0de-0000-7000-8000-000000000001","kind":"at","state":"scheduled","timeZone":"UTC","next":"2026-04-03T07:00:00Z"}""";

    [TestMethod]
    // Command line, what is piped in, what is sent as the body
    [DataRow("at now POST /x", "a\nb", "a\nb")]
    [DataRow("at now PUT /x", "a", "a")]
    [DataRow("at now PATCH /x -H X-A:1", "a", "a")]
    [DataRow("at now POST /x", "", null)]
    [DataRow("at now GET /x", "a", null)]
    [DataRow("at now /x", "a", null)]
    [DataRow("at now DELETE /x", "a", null)]
    [DataRow("at now -- PURGE /x", "a", null)]
    [DataRow("at now DELETE /x -d @-", "a", "a")]
    [DataRow("at now /x -d @-", "a", "a")]
    [DataRow("at now /x --json @-", "{}", "{}")]
    // RFC 8259, 8.1: on the network JSON begins with no byte order mark.
    [DataRow("at now /x --json @-", "\uFEFF{}", "{}")]
    [DataRow("at now /x -d @-", "\uFEFF{}", "\uFEFF{}")]
    [DataRow("at now POST /x -d @-", "", null)]
    public async Task At_InputPiped_IsTheBodyWhereOneIsMeant(string line, string input, string? body)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Created)));

        var result = await JobQueueProcess.RunAsync(line.Split(' '), [("JOBQUEUE_SERVER", api.Url)], input: input);

        var sent = (string?)JsonNode.Parse(api.Requests.Single().Body)!["request"]!["bodyBase64"];
        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.AreEqual(body, sent is null ? null : System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(sent)));
    }

    [TestMethod]
    public async Task At_JsonNestedDeep_IsSent()
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Created)));
        var json = new string('[', 1000) + new string(']', 1000);

        var result = await JobQueueProcess.RunAsync(["at", "now", "/x", "--json", json], [("JOBQUEUE_SERVER", api.Url)]);

        Assert.AreEqual((0, ""), (result.ExitCode, result.Error));
        Assert.AreEqual(json, (string?)JsonNode.Parse(api.Requests.Single().Body)!["request"]!["body"]);
    }

    [TestMethod]
    public async Task At_BodySaid_LeavesTheInputAlone()
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Created)));
        await using var process = JobQueueProcess.Open(["at", "now", "POST", "/x", "-d", "a=1"], [("JOBQUEUE_SERVER", api.Url)]);

        var code = await process.ExitAsync();

        Assert.AreEqual(0, code);
        Assert.Contains("\"body\":\"a=1\"", api.Requests.Single().Body);
    }

    [TestMethod]
    // Command line, with the input closed by the shell
    [DataRow("at now POST /x")]
    [DataRow("at now POST /x -d @-")]
    [DataRow("next --cron --batch")]
    [DataRow("check -")]
    public async Task Verb_InputClosed_EndsAsWithNone(string line)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Created)));

        var code = await ShellAsync($"dotnet '{JobQueueProcess.Command}' {line} <&-", api.Url);

        Assert.AreEqual(0, code);
        Assert.IsFalse(api.Requests.Any(request => request.Body.Contains("\"body", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task At_OnATerminal_IsNotWaitedFor()
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Created)));

        // script(1) gives it a terminal, on which nobody types, and passes the exit code on.
        var code = await ShellAsync($"script -qec \"dotnet '{JobQueueProcess.Command}' at now POST /x\" /dev/null", api.Url);

        Assert.AreEqual(0, code);
        Assert.AreEqual("POST", (string?)JsonNode.Parse(api.Requests.Single().Body)!["request"]!["method"]);
    }

    private static async Task<int> ShellAsync(string line, string server)
    {
        var start = new ProcessStartInfo("sh", ["-c", line])
        {
            Environment = { ["JOBQUEUE_SERVER"] = server },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync().WaitAsync(JobQueueProcess.Limit);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
