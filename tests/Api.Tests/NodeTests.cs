using System.Text.Json;
using JobQueue.Api.Tests.Pages;
using Npgsql;

namespace JobQueue.Api.Tests;

/// <summary>The nodes of a ledger, and which of them sends a run, through the API and on the pages of an app.</summary>
[TestClass]
public sealed class NodeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Get_NodesOfACluster_AreAllOfThem()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var one = await ClusterApp.StartAsync(store, "web-1");
        await using var other = await ClusterApp.StartAsync(store, "web-2");

        var nodes = (await other.GetAsync("/jobqueue/api/nodes")).GetProperty("items").EnumerateArray().ToList();

        CollectionAssert.AreEqual(
            new[] { ("web-1", true, false), ("web-2", false, true) },
            nodes.Select(node => (
                node.GetProperty("name").GetString(), node.GetProperty("first").GetBoolean(), node.GetProperty("answers").GetBoolean())).ToArray());
        Assert.AreEqual(JsonValueKind.Null, nodes[0].GetProperty("ended").ValueKind);
        Assert.AreEqual(JsonValueKind.String, nodes[0].GetProperty("seen").ValueKind);
    }

    [TestMethod]
    public async Task Get_RunInFlight_NamesItsNode()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        var held = new HeldEndpoint();
        await using var app = await ClusterApp.StartAsync(store, "web-1", held);
        using var browser = new Browser(app);
        var id = await app.AddNowAsync("/held");
        await held.Entered.WaitAsync(Limit);

        var run = await app.GetAsync($"/jobqueue/api/runs/{id}");
        var list = await app.GetAsync("/jobqueue/api/runs");
        var page = await browser.GetAsync($"/runs/{id}");
        var nodes = await browser.GetAsync("/nodes");
        held.Release();
        var ended = await app.EndedAsync(id);

        Assert.AreEqual("web-1", run.GetProperty("node").GetString());
        Assert.AreEqual("web-1", list.GetProperty("items")[0].GetProperty("node").GetString());
        StringAssert.Contains(page.Text, "Node web-1");
        CollectionAssert.Contains(nodes.Links.ToArray(), $"/jobqueue/runs/{id}");
        Assert.AreEqual(JsonValueKind.Null, ended.GetProperty("node").ValueKind);
    }

    [TestMethod]
    public async Task Get_TwoRunsInFlight_AreTwoWordsOnThePage()
    {
        var (one, other) = (new HeldEndpoint(), new HeldEndpoint());
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapGet("/one", one.RunAsync);
            app.MapGet("/other", other.RunAsync);
            app.MapJobQueue();
        });
        using var browser = new Browser(app);
        await app.AddNowAsync("/one");
        await app.AddNowAsync("/other");
        await Task.WhenAll(one.Entered, other.Entered).WaitAsync(Limit);

        Markup page;
        try
        {
            page = await browser.GetAsync("/nodes");
        }
        finally
        {
            one.Release();
            other.Release();
        }

        Assert.MatchesRegex(@"2: \s*<a[^>]*>…\w{8}</a>, <a[^>]*>…\w{8}</a>", System.Net.WebUtility.HtmlDecode(page.Html).Replace("</span>", ""));
    }

    [TestMethod]
    public async Task PutProgress_AtAnotherNode_IsTakenByTheOneThatSends()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        var held = new HeldEndpoint();
        await using var one = await ClusterApp.StartAsync(store, "web-1", held);
        await using var other = await ClusterApp.StartAsync(store, "web-2");
        var id = await one.AddNowAsync("/held");
        var token = ProgressTests.TokenOf(await held.Entered.WaitAsync(Limit));

        var wrong = await other.Client.PutAsJsonAsync($"/jobqueue/api/runs/{id}/progress?token={id}", new { percent = 1 });
        var right = await other.Client.PutAsJsonAsync($"/jobqueue/api/runs/{id}/progress?token={token}", new { percent = 40, message = "a\0b" });
        var reported = await ReportedAsync(other, id);
        held.Release();
        var ended = await one.EndedAsync(id);
        var late = await other.Client.PutAsJsonAsync($"/jobqueue/api/runs/{id}/progress?token={token}", new { percent = 50 });

        Assert.AreEqual((403, 204, 403), ((int)wrong.StatusCode, (int)right.StatusCode, (int)late.StatusCode));
        Assert.AreEqual(40, reported.GetProperty("percent").GetInt32());
        Assert.AreEqual(40, ended.GetProperty("progress").GetProperty("percent").GetInt32());
    }

    [TestMethod]
    public async Task Get_NodesPage_ShowsThoseThatLiveAndThoseThatEnded()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var app = await ClusterApp.StartAsync(store, "web-1");
        await (await ClusterApp.StartAsync(store, "web-2")).DisposeAsync();
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/nodes");

        StringAssert.Contains(page.Text, "web-1 , first, answers here");
        StringAssert.Contains(page.Text, "Ended in the last day");
        StringAssert.Contains(page.Text, "web-2");
        StringAssert.Contains(page.Text, "stopped");
        CollectionAssert.Contains(page.Links.ToArray(), "/jobqueue/nodes", "of the navigation");
    }

    [TestMethod]
    public async Task Get_NodesPage_SaysOfAClockThatIsOffThatItsNodeTakesNoRuns()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var app = await ClusterApp.StartAsync(store, "web-1");
        await using var source = NpgsqlDataSource.Create(store["postgres:".Length..]);
        await using var command = source.CreateCommand(
            """
            INSERT INTO jobqueue.nodes (id, name, pid, version, watching, skew_ms, seen)
            VALUES ('2:web-2', 'web-2', 2, '0', false, -8000, now() + interval '1 hour')
            """);
        await command.ExecuteNonQueryAsync();
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/nodes");

        StringAssert.Contains(page.Text, "8.0 s behind takes none: its clock is off");
    }

    [TestMethod]
    public async Task Get_NodesPageOfAFile_SaysThatThereIsOneProcess()
    {
        await using var app = await LibraryApp.StartAsync(
            "", app => app.MapJobQueue(), builder => builder.Services.AddJobQueue(options => options.Node = "alone"));
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/nodes");
        var about = await browser.GetAsync("/about");

        StringAssert.Contains(page.Text, "it has this one process");
        StringAssert.Contains(page.Text, "alone");
        CollectionAssert.DoesNotContain(page.Links.ToArray(), "/jobqueue/nodes", "the navigation has no need of it");
        StringAssert.Contains(about.Text, $"Process {Environment.ProcessId}, as node alone");
        CollectionAssert.Contains(about.Links.ToArray(), "/jobqueue/nodes");
    }

    [TestMethod]
    [DataRow("web 1")]
    [DataRow("a:b")]
    public async Task StartAsync_BadNameOfANode_IsRefused(string name)
    {
        var refused = await Assert.ThrowsExactlyAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => LibraryApp.StartAsync(
            "", app => app.MapJobQueue(), builder => builder.Services.AddJobQueue(options => options.Node = name)));

        StringAssert.Contains(refused.Message, "JobQueue:Node");
    }

    private static async Task<JsonElement> ReportedAsync(LibraryApp app, string id)
    {
        using var limit = new CancellationTokenSource(Limit);
        JsonElement progress;
        while ((progress = (await app.GetAsync($"/jobqueue/api/runs/{id}")).GetProperty("progress")).ValueKind == JsonValueKind.Null)
            limit.Token.ThrowIfCancellationRequested();
        return progress;
    }
}
