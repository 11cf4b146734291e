using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class ListingTests
{
    private const string Cron =
        """
        {"id":"0198c0de-0000-7000-8000-000000000001","name":"weekly-report","kind":"cron","schedule":"0 9 * * mon","timeZone":"Europe/Berlin",
         "request":{"method":"POST","uri":"/reports"},"state":"active","next":"2026-03-30T07:00:00Z",
         "last":{"runId":"0198c0de-0000-7000-8000-000000000009","state":"succeeded","status":200}}
        """;

    private const string At =
        """
        {"id":"0198c0de-0000-7000-8000-000000000002","name":null,"kind":"at","schedule":"2026-03-28T12:00:00Z","timeZone":"UTC",
         "request":{"method":"GET","uri":"/sessions/expire?limit=100"},"state":"scheduled","next":"2026-03-28T12:00:00Z","last":null}
        """;

    private const string Run =
        """
        {"id":"0198c0de-0000-7000-8000-000000000009","jobName":"weekly-report","due":"2026-03-30T07:00:00Z","state":"succeeded","status":200,
         "durationMs":1234,"request":{"method":"POST","uri":"/reports"}}
        """;

    private const string Waiting =
        """
        {"id":"0198c0de-0000-7000-8000-000000000002","due":"2026-03-28T12:00:00Z","state":"scheduled","request":{"method":"GET","uri":"/x\u001b[2J"}}
        """;

    [TestMethod]
    public async Task List_TwoPages_IsOneTableThatIsWholeInAPipe()
    {
        await using var api = await StubApi.StartAsync(
            ("GET /api/jobs?limit=50", Page(Cron, "a/b")),
            ("GET /api/jobs?limit=500&cursor=a%2Fb", Page(At, null)));

        var result = await api.RunAsync("list");

        const string expected = """
            JOB                                   STATE      SCHEDULE     NEXT                       LAST  REQUEST
            weekly-report                         active     0 9 * * mon  2026-03-30T09:00:00+02:00  200   POST /reports
            0198c0de-0000-7000-8000-000000000002  scheduled  at           2026-03-28T12:00:00+00:00  -     GET /sessions/expire?limit=100

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    public async Task List_JobsOfAQueueThatIsPaused_HaveThatBelow()
    {
        const string jobs = """
            {"name":"a","state":"active","queue":"mail","schedule":"@daily"},{"name":"b","state":"paused","queue":"mail","schedule":"@daily"},
            {"name":"c","state":"active","queue":"default","schedule":"@daily"}
            """;
        const string queues = """{"name":"default","paused":false,"reason":null},{"name":"mail","paused":true,"reason":"no server"}""";
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=50", Page(jobs, null)), ("GET /api/queues", Page(queues, null)));

        var result = await api.RunAsync("list");

        const string expected = """
            JOB  STATE   SCHEDULE  NEXT  LAST  REQUEST
            a    active  @daily    -     -     -
              queue mail is paused: no server
            b    paused  @daily    -     -     -
            c    active  @daily    -     -     -

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    public async Task QueueList_Some_AreATable()
    {
        const string queues = """
            {"name":"default","concurrency":16,"rate":null,"running":2,"pending":0,"paused":false,"reason":null,"notBefore":null},
            {"name":"mail","concurrency":3,"rate":"100/m","running":0,"pending":7,"paused":true,"reason":"no server","notBefore":"2026-03-28T12:00:00Z"}
            """;
        await using var api = await StubApi.StartAsync(("GET /api/queues", Page(queues, null)));

        var table = await api.RunAsync("queue", "list");
        var json = await api.RunAsync("queue", "list", "--output", "json");

        const string expected = """
            QUEUE    STATE   RUNNING  WAITING  RATE   NOT BEFORE                 REASON
            default  active  2 of 16  0        -      -                          -
            mail     paused  0 of 3   7        100/m  2026-03-28T12:00:00+00:00  no server

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), table);
        Assert.AreEqual("mail", (string)JsonNode.Parse(json.Output)!["items"]![1]!["name"]!);
    }

    [TestMethod]
    public async Task Runs_Some_AreATableWithoutControlCharacters()
    {
        await using var api = await StubApi.StartAsync(("GET /api/runs?limit=50", Page($"{Run},{Waiting}", null)));

        var result = await api.RunAsync("runs");

        const string expected = """
            RUN                                   DUE                        STATE      CODE  TOOK  JOB
            0198c0de-0000-7000-8000-000000000009  2026-03-30T07:00:00+00:00  succeeded  200   1.2s  weekly-report
            0198c0de-0000-7000-8000-000000000002  2026-03-28T12:00:00+00:00  scheduled  -     -     GET /x [2J

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    public async Task Runs_WithAnError_HaveItBelow()
    {
        const string late = """{"id":"r","due":"2026-03-28T12:00:00Z","state":"timed_out","status":0,"jobName":"slow","error":"no answer\nwithin 2s"}""";
        await using var api = await StubApi.StartAsync(("GET /api/runs?limit=50", Page(late, null)));

        var result = await api.RunAsync("runs");

        const string expected = """
            RUN  DUE                        STATE      CODE  TOOK  JOB
            r    2026-03-28T12:00:00+00:00  timed_out  0     -     slow
              no answer within 2s

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    public async Task Runs_NoneOfAJobThatIsNotThere_IsRefused()
    {
        await using var api = await StubApi.StartAsync(("GET /api/runs?job=typo&limit=50", Page("", null)));

        var result = await api.RunAsync("runs", "--job", "typo");

        Assert.AreEqual(new CommandResult(1, "", "jobqueue: nothing has this id or name; see `jobqueue list` and `jobqueue runs`\n"), result);
    }

    [TestMethod]
    public async Task Runs_NoneOfAJobThatIsThere_AreAnEmptyTable()
    {
        await using var api = await StubApi.StartAsync(
            ("GET /api/runs?job=weekly-report&limit=50", Page("", null)), ("GET /api/jobs/weekly-report", new StubAnswer(200, Cron)));

        var result = await api.RunAsync("runs", "--job", "weekly-report");

        Assert.AreEqual(new CommandResult(0, "RUN  DUE  STATE  CODE  TOOK  JOB\n", ""), result);
    }

    [TestMethod]
    // command line, jobs that are shown
    [DataRow("list", "weekly-report")]
    [DataRow("list --state removed", "gone")]
    public async Task List_Removed_AreShownWhereTheyAreAskedFor(string line, string expected)
    {
        const string gone = """{"id":"g","name":"gone","state":"removed"}""";
        await using var api = await StubApi.StartAsync(
            ("GET /api/jobs?limit=50", Page($"{gone},{Cron}", null)), ("GET /api/jobs?state=removed&limit=50", Page(gone, null)));

        var result = await api.RunAsync(line.Split(' '));

        Assert.AreEqual(expected, result.Output.Split('\n')[1].Split(' ')[0]);
        Assert.AreEqual(3, result.Output.Split('\n').Length);
    }

    [TestMethod]
    public async Task List_ManyRemoved_AreAskedForInLargePages()
    {
        const string gone = """{"id":"g","name":"gone","state":"removed"}""";
        await using var api = await StubApi.StartAsync(
            ("GET /api/jobs?limit=2", Page($"{Cron},{gone}", "1")),
            ("GET /api/jobs?limit=500&cursor=1", Page($"{gone},{gone},{Cron},{Cron}", "2")));

        var result = await api.RunAsync("list", "--limit", "2");

        CollectionAssert.AreEqual(
            new[] { "weekly-report", "weekly-report" }, result.Output.Split('\n')[1..^1].Select(line => line.Split(' ')[0]).ToArray());
    }

    [TestMethod]
    public async Task List_AsJson_HasTheRemovedToo()
    {
        const string gone = """{"id":"g","name":"gone","state":"removed"}""";
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=1", Page(gone, "1")));

        var result = await api.RunAsync("list", "--limit", "1", "--output", "json");

        StringAssert.Contains(result.Output, "\"gone\"");
    }

    [TestMethod]
    public async Task Runs_LimitAboveAPage_IsAskedForPageByPage()
    {
        await using var api = await StubApi.StartAsync(
            ("GET /api/runs?limit=500", Page(Run, "1")),
            ("GET /api/runs?limit=500&cursor=1", Page(Waiting, null)));

        var result = await api.RunAsync("runs", "--limit", "600");

        Assert.AreEqual((0, 2), (result.ExitCode, api.Requests.Count));
    }

    [TestMethod]
    public async Task List_LimitReached_AsksForNoFurtherPage()
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs?limit=1", Page(Cron, "more")));

        var result = await api.RunAsync("list", "--limit", "1", "--output", "json");

        Assert.AreEqual(1, api.Requests.Count);
        Assert.AreEqual(Normal($$"""{"items":[{{Cron}}],"next":"more"}"""), Normal(result.Output));
    }

    [TestMethod]
    // command line, what is asked
    [DataRow("list --state paused --queue mails -q report", "GET /api/jobs?state=paused&queue=mails&q=report&limit=50")]
    [DataRow("runs --job a+b --status 503 --limit 5", "GET /api/runs?job=a%2Bb&status=503&limit=5")]
    [DataRow("runs --since 2026-03-28T12:00:00+01:00", "GET /api/runs?since=2026-03-28T12%3A00%3A00%2B01%3A00&limit=50")]
    [DataRow("runs --until 2026-03-28T12:00Z --state failed", "GET /api/runs?state=failed&until=2026-03-28T12%3A00Z&limit=50")]
    public async Task Listing_Filters_AreTheQuery(string line, string expected)
    {
        await using var api = await StubApi.StartAsync((expected, Page(Run, null)));

        var result = await api.RunAsync(line.Split(' '));

        Assert.AreEqual(0, result.ExitCode);
        Assert.AreEqual(expected, api.Requests[0].Line);
    }

    private static StubAnswer Page(string items, string? next) =>
        new(200, $$"""{"items":[{{items}}],"next":{{(next is null ? "null" : $"\"{next}\"")}}}""");

    private static string Normal(string json) => JsonNode.Parse(json)!.ToJsonString();
}
