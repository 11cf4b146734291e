namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class ShowCommandTests
{
    private const string Job =
        """
        {"id":"0198c0de-0000-7000-8000-000000000001","name":"weekly-report","timeZone":"Europe/Berlin","user":null,
         "request":{"method":"POST","uri":"/reports","headers":{"X-A":["1","2"]}},"next":"2026-03-30T07:00:00Z",
         "last":{"runId":"0198c0de-0000-7000-8000-000000000009","state":"succeeded","status":200,
          "started":"2026-03-23T08:00:00.012Z","finished":null,"error":"no answer"},"retry":5,"conditional":false,"isSwitch":true,
         "events":[{"at":"2026-03-29T00:30:00Z","kind":"paused","runId":null,"who":"ops","reason":"disk full"},{"at":"2026-03-29T01:30:00Z","kind":"resumed"}]}
        """;

    [TestMethod]
    public async Task Show_Job_IsEveryFieldThatSaysSomething()
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs/weekly-report", new StubAnswer(200, Job)));

        var result = await api.RunAsync("show", "weekly-report");

        const string expected = """
            id                   0198c0de-0000-7000-8000-000000000001
            name                 weekly-report
            timeZone             Europe/Berlin
            request              POST /reports
            request.headers.X-A  1
            request.headers.X-A  2
            next                 2026-03-30T09:00:00+02:00
            last.runId           0198c0de-0000-7000-8000-000000000009
            last.state           succeeded
            last.status          200
            last.started         2026-03-23T09:00:00+01:00
            last.error           no answer
            retry                5
            isSwitch             true
            events               2026-03-29T01:30:00+01:00  paused  ops  disk full
            events               2026-03-29T03:30:00+02:00  resumed

            """;
        Assert.AreEqual(new CommandResult(0, expected, ""), result);
    }

    [TestMethod]
    public async Task Show_NoSuchJob_IsTheRun()
    {
        await using var api = await StubApi.StartAsync(("GET /api/runs/a%20b", new StubAnswer(200, """{"id":"a b","state":"failed"}""")));

        var result = await api.RunAsync("show", "a b");

        Assert.AreEqual(new CommandResult(0, "id     a b\nstate  failed\n", ""), result);
    }

    [TestMethod]
    public async Task Show_OutputJson_IsTheDocument()
    {
        await using var api = await StubApi.StartAsync(("GET /api/jobs/x", new StubAnswer(200, """{"id":"x","name":"é<"}""")));

        var result = await api.RunAsync("show", "x", "--output", "json");

        Assert.AreEqual(new CommandResult(0, "{\n  \"id\": \"x\",\n  \"name\": \"é<\"\n}\n", ""), result);
    }

    [TestMethod]
    public async Task Show_Neither_IsRefused()
    {
        await using var api = await StubApi.StartAsync();

        var result = await api.RunAsync("show", "nothing");

        const string expected = "jobqueue: nothing has this id or name; see `jobqueue list` and `jobqueue runs`\n";
        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }
}
