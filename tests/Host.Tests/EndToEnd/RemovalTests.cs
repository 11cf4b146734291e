using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>The status decides whether a job stays, is tried again, is paused or removed; what is removed stays removed.</summary>
[TestClass]
public sealed class RemovalTests
{
    private const string Ticking = "ticking";

    [TestMethod]
    public async Task Run_ClassicRule_RemovesAt0And400AndAbove()
    {
        //                     status  state of the job once its first run is done
        (int Status, string State)[] rows =
        [
            (200, "active"), (204, "active"), (304, "active"), (399, "active"),
            (400, "removed"), (404, "removed"), (410, "removed"), (500, "removed"), (503, "removed"), (599, "removed"),
        ];
        await using var recorder = await Recorder.StartAsync();
        var lines = rows.Select(row => $"@reboot  -  {recorder.Url}/?status={row.Status} --name is-{row.Status}\n");

        await using var host = await HostUnderTest.StartAsync("REMOVE_ON=0,400-599\nRETRY=0\n" + string.Concat(lines));
        var jobs = await Task.WhenAll(rows.Select(row => host.JobAsync($"is-{row.Status}", IsEnded)));

        Assert.AreEqual(
            string.Join(' ', rows.Select(row => $"{row.Status}:{row.State}")),
            string.Join(' ', jobs.Select(job => $"{job["last"]!["status"]}:{job["state"]}")));
    }

    [TestMethod]
    public async Task Run_RefusedConnection_IsStatus0AndRemoves()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync(
            $"REMOVE_ON=0,400-599\nRETRY=0\n@every 1s  -  http://127.0.0.1:1/ --name refused\n{TickingLine(recorder)}");

        var job = await host.JobAsync("refused", "removed");
        await SomePeriodsAsync(recorder);

        Assert.AreEqual(0, (int)job["last"]!["status"]!);
        Assert.AreEqual("status 0 is in remove-on 0,400-599", (string)Event(job, "removed")["reason"]!);
        Assert.AreEqual((string)job["last"]!["runId"]!, (string)Event(job, "removed")["runId"]!);
        Assert.IsNull(job["next"]);
        Assert.HasCount(1, host.Ledger.Runs().Where(run => run.JobId == (string)job["id"]! && run.State == "failed"));
    }

    [TestMethod]
    public async Task Run_410ByDefault_RemovesAndOthersDoNot()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync(
            $"""
            TARGET={recorder.Url}
            @every 1s  -  /?status=410 --name gone
            @every 1s  -  /?status=404 --name missing
            """);

        var gone = await host.JobAsync("gone", "removed");
        await recorder.ReceivedAsync("missing", 3);

        Assert.AreEqual("status 410 is in remove-on 410", (string)Event(gone, "removed")["reason"]!);
        Assert.HasCount(1, recorder.Of("gone"));
        Assert.AreEqual("active", (string?)(await host.GetAsync("/api/jobs/missing"))["state"]);
    }

    [TestMethod]
    //       what happens after the removal
    [DataRow("reload")]
    [DataRow("restart")]
    [DataRow("crash")]
    public async Task Removed_LineUnchanged_StaysRemoved(string what)
    {
        await using var recorder = await Recorder.StartAsync();
        var lines = $"@every 1s  -  {recorder.Url}/?status=410 --name gone\n{TickingLine(recorder)}";
        await using var host = await HostUnderTest.StartAsync(lines);
        var before = await host.JobAsync("gone", "removed");

        await ApplyAsync(what, host, lines);
        await SomePeriodsAsync(recorder);

        var after = await host.GetAsync("/api/jobs/gone");
        Assert.AreEqual(("removed", (string)before["id"]!), ((string?)after["state"], (string)after["id"]!));
        Assert.HasCount(1, recorder.Of("gone"));
    }

    [TestMethod]
    public async Task Removed_LineChanged_LivesAgain()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@every 1s  -  {recorder.Url}/?status=410 --name gone\n");
        var before = await host.JobAsync("gone", "removed");

        host.Save($"@every 1s  -  {recorder.Url}/?status=200 --name gone\n");
        await recorder.ReceivedAsync("gone", 3);

        var after = await host.GetAsync("/api/jobs/gone");
        Assert.AreEqual(("active", (string)before["id"]!), ((string?)after["state"], (string)after["id"]!), "its history stays with it");
    }

    [TestMethod]
    //       whether the process starts anew while the line is away
    [DataRow(false)]
    [DataRow(true)]
    public async Task Removed_LineWentAndCameBack_LivesAgain(bool isRestarted)
    {
        await using var recorder = await Recorder.StartAsync();
        var line = $"@every 1s  -  {recorder.Url}/?status=410,200 --name gone\n";
        await using var host = await HostUnderTest.StartAsync(line);
        await host.JobAsync("gone", "removed");

        host.Save("# away\n");
        await host.LoadedAsync(jobs: 0);
        await ApplyAsync(isRestarted ? "restart" : "nothing", host, line);
        host.Save(line);
        await host.LoadedAsync(jobs: 1);

        await recorder.ReceivedAsync("gone", 2);
    }

    [TestMethod]
    public async Task Removed_Resumed_LivesAgain()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@every 5s  -  {recorder.Url}/?status=410 --name gone\n");
        await host.JobAsync("gone", "removed");

        var resumed = await host.PostAsync("/api/jobs/gone/resume", new JsonObject { ["reason"] = "the page is back" });
        await recorder.ReceivedAsync("gone", 2);
        var again = await host.JobAsync("gone", "removed");

        Assert.AreEqual((200, "active"), (resumed.Status, (string?)resumed.Body!["state"]));
        Assert.AreEqual("the page is back", (string)Event(again, "resumed")["reason"]!);
    }

    [TestMethod]
    public async Task Removed_ByHand_StaysRemovedThroughARestartAndLivesByResume()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@every 1s  -  {recorder.Url}/ --name mine\n{TickingLine(recorder)}");
        using var delete = new HttpRequestMessage(HttpMethod.Delete, host.Url + "/api/jobs/mine?reason=not+needed");
        using var answer = await HostUnderTest.SendAsync(delete);
        await host.StopAsync();
        var before = recorder.Of("mine").Count;
        await host.StartAsync();
        await SomePeriodsAsync(recorder);
        var removed = recorder.Of("mine").Count;

        await host.PostAsync("/api/jobs/mine/resume");
        await host.StopAsync();
        await host.StartAsync();
        await recorder.ReceivedAsync("mine", before + 2);

        Assert.AreEqual((204, before), ((int)answer.StatusCode, removed));
        Assert.AreEqual("not needed", (string)Event(await host.GetAsync("/api/jobs/mine"), "removed")["reason"]!);
    }

    [TestMethod]
    public async Task Run_PauseOn_PausesUntilResumed()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@every 1s  -  {recorder.Url}/?status=403 --pause-on 401,403 --name held\n{TickingLine(recorder)}");

        var paused = await host.JobAsync("held", "paused");
        await SomePeriodsAsync(recorder);
        var came = recorder.Of("held").Count;
        var skipped = host.Ledger.Runs().Single(run => run.State == "skipped" && run.JobId == (string)paused["id"]!);
        await host.PostAsync("/api/jobs/held/resume");
        await recorder.ReceivedAsync("held", 2);

        Assert.AreEqual(1, came);
        Assert.IsGreaterThanOrEqualTo(2, skipped.Count);
        Assert.AreEqual("status 403 is in pause-on 401,403", (string)Event(paused, "paused")["reason"]!);
    }

    [TestMethod]
    public async Task Run_503WithRetryAfter_IsTriedAgainNotBefore()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@reboot  -  {recorder.Url}/?status=503,200&after=7 --name again\n");

        var came = await recorder.ReceivedAsync("again", 2);
        var run = await Until.SeenAsync("the run's end", () => Task.FromResult(host.Ledger.Runs().Find(run => run.State == "succeeded")));

        Assert.AreEqual((came[0].RunId, 1, 2), (came[1].RunId, came[0].Attempt, came[1].Attempt));
        Assert.IsInRange(TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(20), came[1].At - came[0].At);
        Assert.AreEqual((200, 2), (run.Status, run.Attempt));
        Assert.AreEqual(2, host.Ledger.Count("attempts"));
    }

    private static string TickingLine(Recorder recorder) => $"@every 1s  -  {recorder.Url}/ --name {Ticking}\n";

    /// <summary>Ends when the job that ticks every second has come three times more: others of that schedule would have, too.</summary>
    private static Task SomePeriodsAsync(Recorder recorder) => recorder.ReceivedAsync(Ticking, recorder.Of(Ticking).Count + 3);

    private static bool IsEnded(JsonNode job) => job["last"] is { } last && (string?)last["state"] is "succeeded" or "failed";

    private static async Task ApplyAsync(string what, HostUnderTest host, string line)
    {
        switch (what)
        {
            case "reload":
                host.Save("# moves the line\n0 3 * * *  -  /echo --name other\n" + line);
                await host.LoadedAsync(jobs: 2);
                break;
            case "restart":
                await host.StopAsync();
                await host.StartAsync();
                break;
            case "crash":
                await host.KillAsync();
                await host.StartAsync();
                break;
        }
    }

    private static JsonNode Event(JsonNode job, string kind) =>
        job["events"]!.AsArray().Select(what => what!).First(what => (string)what["kind"]! == kind);
}
