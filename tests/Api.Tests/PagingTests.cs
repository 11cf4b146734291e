using System.Net;
using System.Text.Json;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests;

/// <summary>Lists in pages, and documents that a reader has already.</summary>
[TestClass]
public sealed class PagingTests
{
    private const int Rows = 30;
    private const string Later = "now + 1 day";

    [TestMethod]
    // List, rows that are there, limit
    [DataRow("jobs", Rows, 7)]
    [DataRow("jobs", Rows, 5)]
    [DataRow("jobs", Rows, 10)]
    [DataRow("jobs", Rows, 500)]
    [DataRow("runs", Rows / 2, 4)]
    [DataRow("runs", Rows / 2, 5)]
    [DataRow("runs", Rows / 2, 1)]
    public async Task Pages_WhileRowsAreAdded_HaveEveryRowOnce(string list, int rows, int limit)
    {
        await using var app = await StartAsync();
        await AddAsync(app, Rows / 2);
        await Task.WhenAll(Enumerable.Range(0, Rows / 2).Select(i => app.PostJobAsync(new { cron = "@yearly", name = $"yearly-{i}", request = new { uri = "/a" } })));
        var before = await IdsAsync(app, list, limit: 500, added: 0);

        var read = await IdsAsync(app, list, limit, added: 2);

        Assert.HasCount(rows, before);
        Assert.AreEqual(read.Count, read.Distinct().Count());
        CollectionAssert.IsSubsetOf(before, read);
    }

    [TestMethod]
    // List, rows, limit, whether there is a page after it
    [DataRow("runs", 3, 3, false)]
    [DataRow("runs", 3, 2, true)]
    [DataRow("jobs", 3, 3, false)]
    [DataRow("jobs", 3, 2, true)]
    public async Task Next_OfTheLastPage_IsNull(string list, int rows, int limit, bool hasNext)
    {
        await using var app = await StartAsync();
        await AddAsync(app, rows);

        var page = await app.GetAsync($"/jobqueue/api/{list}?limit={limit}");

        Assert.AreEqual(hasNext, page.GetProperty("next").ValueKind == JsonValueKind.String);
    }

    [TestMethod]
    // List, query, status
    [DataRow("jobs", "cursor=x", 400)]
    [DataRow("jobs", "cursor=r", 400)]
    [DataRow("jobs", "cursor=rnightly", 400)]
    [DataRow("jobs", "cursor=o", 400)]
    [DataRow("jobs", "cursor=o-1", 400)]
    [DataRow("jobs", "cursor=o%201", 400)]
    [DataRow("jobs", "cursor=o99999999999999999999", 400)]
    [DataRow("jobs", "cursor=o5000000000", 200)]
    [DataRow("jobs", "cursor=r019c0de5-7a10-7000-8000-000000000001", 200)]
    [DataRow("jobs", "limit=501", 400)]
    [DataRow("runs", "cursor=x", 400)]
    [DataRow("runs", "cursor=-1", 400)]
    [DataRow("runs", "cursor=99999999999999999999", 400)]
    [DataRow("runs", "cursor=5000000000", 200)]
    [DataRow("runs", "status=0", 200)]
    [DataRow("runs", "status=1", 400)]
    [DataRow("runs", "status=99", 400)]
    [DataRow("runs", "status=999", 200)]
    [DataRow("runs", "status=1000", 400)]
    [DataRow("runs", "limit=0", 400)]
    [DataRow("runs", "state=&job=&status=&since=&until=&q=&limit=&cursor=", 200)]
    [DataRow("jobs", "state=&queue=&q=&limit=&cursor=", 200)]
    public async Task Query_Paging_IsTakenOrRefused(string list, string query, int status)
    {
        var app = await Shared.Value;

        var answer = await app.Client.GetAsync($"/jobqueue/api/{list}?{query}");

        Assert.AreEqual(status, (int)answer.StatusCode);
    }

    [TestMethod]
    // List, what is asked for, how many newer runs there are
    [DataRow("runs", "q=needle", 20_000)]
    [DataRow("runs", "status=418", 20_000)]
    [DataRow("jobs", "q=needle", 50_000)]
    public async Task Page_OfALongHistory_LooksAtSoMuchAndSaysWhereItGoesOn(string list, string query, int newer)
    {
        await using var app = await StartAsync();
        var id = await Id(await app.PostJobAsync(new { at = Later, name = "needle", request = new { uri = "/a" } }));
        await app.PostJobAsync(new { at = Later, name = "hay", request = new { uri = "/a" } });
        await app.App.Services.GetRequiredService<Ledger>().WriteAsync(connection => Fill(connection, newer));

        var first = await app.GetAsync($"/jobqueue/api/{list}?{query}");
        var rest = await app.GetAsync($"/jobqueue/api/{list}?{query}&cursor={first.GetProperty("next")}");

        Assert.AreEqual((0, 1, JsonValueKind.Null), (
            first.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength(), rest.GetProperty("next").ValueKind));
        Assert.AreEqual(id, rest.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [TestMethod]
    public async Task Runs_BetweenTwoInstants_AreInOrderOfTheirDue()
    {
        await using var app = await StartAsync();
        var ids = new List<string>();
        foreach (var at in new[] { "2031-01-02T00:00:00Z", "2031-01-03T00:00:00Z", "2031-01-01T00:00:00Z", "2032-01-01T00:00:00Z" })
            ids.Add(await Id(await app.PostJobAsync(new { at, request = new { uri = "/a" } })));

        var found = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await app.GetAsync(
                $"/jobqueue/api/runs?since=2031-01-01T00:00:00Z&until=2032-01-01T00:00:00Z&limit=1&cursor={cursor}");
            found.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        CollectionAssert.AreEqual(new[] { ids[1], ids[0], ids[2] }, found);
    }

    [TestMethod]
    // Path, status with the document's tag
    [DataRow("openapi.json", 304)]
    [DataRow("api/jobs", 304)]
    [DataRow("api/jobs/nightly", 304)]
    [DataRow("api/queues", 304)]
    [DataRow("api/queues/default", 304)]
    [DataRow("api/crontab", 304)]
    [DataRow("api/runs", 304)]
    public async Task Get_WithTheTag_Is304(string path, int status)
    {
        var app = await Shared.Value;

        var first = await app.Client.GetAsync($"/jobqueue/{path}");
        var tag = first.Headers.ETag!.ToString();
        var same = await GetAsync(app, path, tag);
        var among = await GetAsync(app, path, $"\"x\", {tag[2..]}");
        var any = await GetAsync(app, path, "*");
        var other = await GetAsync(app, path, "W/\"x\"");

        Assert.AreEqual((200, status, status, status, 200), (
            (int)first.StatusCode, (int)same.StatusCode, (int)among.StatusCode, (int)any.StatusCode, (int)other.StatusCode));
        Assert.AreEqual((tag, "no-cache"), (same.Headers.ETag!.ToString(), same.Headers.CacheControl!.ToString()));
        Assert.AreEqual("", await same.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Get_AfterAChange_HasAnotherTag()
    {
        await using var app = await StartAsync();
        var id = Id(await app.PostJobAsync(new { at = Later, request = new { uri = "/a" } }));
        var tags = (await TagAsync(app, $"api/jobs/{await id}"), await TagAsync(app, $"api/runs/{await id}"));

        var paused = await app.Client.PostAsync($"/jobqueue/api/jobs/{await id}/pause", null);
        await app.Client.PostAsync($"/jobqueue/api/runs/{await id}/cancel", null);

        Assert.AreNotEqual(tags.Item1, await TagAsync(app, $"api/jobs/{await id}"));
        Assert.AreNotEqual(tags.Item2, await TagAsync(app, $"api/runs/{await id}"));
        Assert.IsNull(paused.Headers.ETag, "no answer to keep");
    }

    [TestMethod]
    public async Task Post_WithATag_IsDone()
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/queues/default/pause");
        request.Headers.Add("If-None-Match", "*");

        var answer = await app.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>The ids of all pages; after each page some jobs are added.</summary>
    private static async Task<List<string>> IdsAsync(LibraryApp app, string list, int limit, int added)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await app.GetAsync($"/jobqueue/api/{list}?limit={limit}&cursor={cursor}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!));
            cursor = page.GetProperty("next").GetString();
            await AddAsync(app, added);
        }

        return ids;
    }

    // Runs like the newest; the oldest has a status of its own.
    private static bool Fill(LedgerConnection ledger, int runs)
    {
        var columns = string.Join(", ", ledger.All(
            "SELECT name FROM pragma_table_info('runs') WHERE name NOT IN ('seq', 'id')", row => $"\"{row.String(0)}\""));
        ledger.Execute("UPDATE runs SET status = 418 WHERE job_name = 'needle'");
        ledger.Execute(
            $"""
            INSERT INTO runs (id, {columns})
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {runs})
            SELECT 'hay-' || n, {columns} FROM numbers, (SELECT * FROM runs WHERE job_name = 'hay')
            """);
        return true;
    }

    private static Task AddAsync(LibraryApp app, int jobs) =>
        Task.WhenAll(Enumerable.Range(0, jobs).Select(_ => app.PostJobAsync(new { at = Later, request = new { uri = "/a" } })));

    private static async Task<string> Id(HttpResponseMessage created) =>
        (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

    private static async Task<string> TagAsync(LibraryApp app, string path) => (await app.Client.GetAsync($"/jobqueue/{path}")).Headers.ETag!.ToString();

    private static Task<HttpResponseMessage> GetAsync(LibraryApp app, string path, string tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/jobqueue/{path}");
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return app.Client.SendAsync(request);
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync("", app => app.MapJobQueue());

    // Nothing is changed in it, so that the rows have one app between them.
    private static readonly Lazy<Task<LibraryApp>> Shared =
        new(() => LibraryApp.StartAsync("0 3 * * * - /a --name nightly\n", app => app.MapJobQueue()));

    [ClassCleanup]
    public static async Task EndSharedAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value).DisposeAsync();
    }
}
