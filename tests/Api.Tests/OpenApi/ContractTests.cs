using System.Text;
using System.Text.Json.Nodes;
using JobQueue.Api.Tests.Events;

namespace JobQueue.Api.Tests.OpenApi;

/// <summary>Real answers and events, held against the description of the API.</summary>
[TestClass]
public sealed class ContractTests
{
    private const string Prefix = "/jobqueue";
    private const string Crontab = "0 3 * * * - /fine --name nightly\n";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // What takes another door, a full disk, many callers or a silent database; each is a problem like the others.
    private static readonly string[] Unprovoked = ["401", "403", "429", "503", "504"];

    [TestMethod]
    public async Task Answers_OfEveryOperation_AreAsDescribed()
    {
        var held = new HeldEndpoint();
        await using var app = await StartAsync(held);
        var document = await DocumentAsync(app);
        using var contract = new ContractHandler(document, Prefix, new SocketsHttpHandler());
        using var client = new HttpClient(contract) { BaseAddress = app.Client.BaseAddress };

        await CallJobsAsync(client);
        await CallRunsAsync(app, client, held);
        var kept = await CallAnswersAsync(app, client);
        await CallTheRestAsync(client);

        Assert.AreEqual("", string.Join('\n', contract.Faults));
        Assert.AreEqual("", string.Join('\n', new Schema(document).Faults(document["components"]!["schemas"]!["Continuation"]!, kept)));
        var declared = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).SelectMany(operation =>
            operation.Value!["responses"]!.AsObject()
                .Where(answer => !Unprovoked.Contains(answer.Key) && answer.Key != "default")
                .Select(answer => $"{operation.Value["operationId"]} {answer.Key}"));
        Assert.AreEqual("", string.Join('\n', declared.Except(contract.Seen)));
    }

    private static async Task CallJobsAsync(HttpClient client)
    {
        var bad = """{"reason":""";
        const string job = """{"at":"now + 1 hour","name":"later","request":{"uri":"/fine","headers":{"X-A":["1","2"]},"body":"a"}}""";
        await SendAsync(client, HttpMethod.Post, "jobs", job);
        await SendAsync(client, HttpMethod.Post, "jobs", job);
        await SendAsync(client, HttpMethod.Post, "jobs", """{"cron":"@daily","name":"posted","request":{"uri":"/fine","bodyBase64":"AP8K"}}""");
        await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"blue moon","request":{"uri":"/fine"}}""");
        await SendAsync(client, HttpMethod.Post, "jobs?retry=many", "GET /a b HTTP/1.1\n\n", "message/http");
        await SendAsync(client, HttpMethod.Post, "jobs", "a=1", "application/x-www-form-urlencoded");
        await SendAsync(client, HttpMethod.Post, "jobs", new string(' ', 31_000_000));
        await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"now","request":{"uri":"/fine"}}""", key: "once");
        await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"now","request":{"uri":"/busy"}}""", key: "once");
        await GetTwiceAsync(client, "jobs");
        await SendAsync(client, HttpMethod.Get, "jobs?limit=0&cursor=x&state=y");
        await GetTwiceAsync(client, "jobs/nightly");
        await SendAsync(client, HttpMethod.Get, "jobs/nobody");
        foreach (var verb in (string[])["pause", "resume", "run"])
        {
            await SendAsync(client, HttpMethod.Post, $"jobs/nightly/{verb}", """{"reason":"a test"}""");
            await SendAsync(client, HttpMethod.Post, $"jobs/nightly/{verb}", bad);
            await SendUnreadableAsync(client, HttpMethod.Post, $"jobs/nightly/{verb}");
            await SendAsync(client, HttpMethod.Post, $"jobs/nobody/{verb}");
        }

        await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"now","name":"ended","retry":0,"request":{"uri":"/nowhere"}}""");
        await EndedAsync(client, "ended");
        foreach (var verb in (string[])["pause", "resume", "run"])
            await SendAsync(client, HttpMethod.Post, $"jobs/ended/{verb}");
        await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"now","name":"good","request":{"uri":"/fine"}}""");
        await EndedAsync(client, "good");
        await GetTwiceAsync(client, "jobs/good/latest");
        await SendAsync(client, HttpMethod.Get, "jobs/ended/latest");
        await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"now","name":"unusual","retry":0,"request":{"uri":"/unusual"}}""");
        await EndedAsync(client, "unusual");
        await SendAsync(client, HttpMethod.Get, "runs?status=799");
        await SendAsync(client, HttpMethod.Delete, "jobs/later", bad);
        await SendUnreadableAsync(client, HttpMethod.Delete, "jobs/later");
        await SendAsync(client, HttpMethod.Delete, "jobs/later?reason=a%20test");
        await SendAsync(client, HttpMethod.Delete, "jobs/later");
        await SendAsync(client, HttpMethod.Delete, "jobs/nobody");
    }

    private static async Task CallRunsAsync(LibraryApp app, HttpClient client, HeldEndpoint held)
    {
        var id = await app.AddNowAsync("/held");
        var run = (await held.Entered.WaitAsync(Limit)).GetJobRun()!;
        var progress = $"runs/{id}/progress?token={run.Progress!.Token}";
        await SendAsync(client, HttpMethod.Put, progress, """{"percent":40,"message":"zipping"}""");
        await SendAsync(client, HttpMethod.Put, progress, """{"percent":101}""");
        await SendAsync(client, HttpMethod.Put, progress, new string(' ', 5000));
        await SendAsync(client, HttpMethod.Put, $"runs/{id}/progress?token=0", """{"percent":1}""");
        await SendAsync(client, HttpMethod.Post, $"runs/{id}/replay");
        await GetTwiceAsync(client, $"runs/{id}");
        await SendAsync(client, HttpMethod.Get, $"runs/{id}/response");
        held.Release();
        await app.EndedAsync(id);
        await GetTwiceAsync(client, "runs");
        await SendAsync(client, HttpMethod.Get, "runs?status=1000&since=soon&limit=501");
        await SendAsync(client, HttpMethod.Get, "runs/nobody");
        await SendAsync(client, HttpMethod.Get, $"runs/{id}/response");
        await SendAsync(client, HttpMethod.Post, $"runs/{id}/replay", """{"reason":""");
        await SendAsync(client, HttpMethod.Post, $"runs/{id}/replay", """{"reason":"a test"}""");
        await SendAsync(client, HttpMethod.Post, $"runs/{id}/cancel");
        await SendAsync(client, HttpMethod.Post, "runs/nobody/replay");
        await SendAsync(client, HttpMethod.Post, "runs/nobody/cancel");
        await SendAsync(client, HttpMethod.Post, $"runs/{id}/cancel", """{"reason":""");
        await SendUnreadableAsync(client, HttpMethod.Post, $"runs/{id}/replay");
        await SendUnreadableAsync(client, HttpMethod.Post, $"runs/{id}/cancel");
        var later = await SendAsync(client, HttpMethod.Post, "jobs", """{"at":"now + 1 hour","request":{"uri":"/fine"}}""");
        await SendAsync(client, HttpMethod.Post, $"runs/{(string?)JsonNode.Parse(later)!["id"]}/cancel");
    }

    private static async Task<JsonNode?> CallAnswersAsync(LibraryApp app, HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/kept") { Headers = { { "Prefer", "respond-async" }, { "X-JobQueue-At", "tomorrow" } } };
        using var kept = await app.Client.SendAsync(request);
        foreach (var answer in (string[])[$"../async/{kept.Headers.Location!.OriginalString.Split('/')[^1]}", "../async/nothing"])
        {
            await SendAsync(client, HttpMethod.Get, answer);
            await SendAsync(client, HttpMethod.Get, $"{answer}/response");
            await SendAsync(client, HttpMethod.Delete, answer);
            await SendAsync(client, HttpMethod.Delete, answer);
        }

        return JsonNode.Parse(await kept.Content.ReadAsStringAsync());
    }

    private static async Task CallTheRestAsync(HttpClient client)
    {
        await GetTwiceAsync(client, "queues");
        await GetTwiceAsync(client, "queues/default");
        await SendAsync(client, HttpMethod.Get, "queues/nobody");
        foreach (var verb in (string[])["pause", "resume"])
        {
            await SendAsync(client, HttpMethod.Post, $"queues/default/{verb}", """{"reason":"a test"}""");
            await SendAsync(client, HttpMethod.Post, $"queues/default/{verb}", """{"reason":""");
            await SendUnreadableAsync(client, HttpMethod.Post, $"queues/default/{verb}");
            await SendAsync(client, HttpMethod.Post, $"queues/nobody/{verb}");
        }

        await GetTwiceAsync(client, "nodes");
        await GetTwiceAsync(client, "crontab");
        await GetTwiceAsync(client, "calendar.ics?days=2");
        await SendAsync(client, HttpMethod.Get, "calendar.ics?days=61");
        await SendAsync(client, HttpMethod.Get, "calendar.ics?job=nobody");
        await GetTwiceAsync(client, "failures.atom");
        await SendAsync(client, HttpMethod.Get, "failures.atom?job=nobody");
        await SendAsync(client, HttpMethod.Get, "events?kind=weather");
        using var events = await client.GetAsync($"{Prefix}/api/events", HttpCompletionOption.ResponseHeadersRead);
        await GetTwiceAsync(client, "../openapi.json");
        await SendAsync(client, HttpMethod.Get, "../healthz");
        await SendAsync(client, HttpMethod.Get, "../readyz");
    }

    [TestMethod]
    public async Task Events_AreAsDescribed()
    {
        await using var app = await StartAsync();
        var document = await DocumentAsync(app);
        var schema = new Schema(document);
        var kinds = document["paths"]!["/api/events"]!["get"]!["responses"]!["200"]!["content"]!["text/event-stream"]!["x-events"]!;
        await using var events = await OpenEvents.OpenAsync(app);

        await app.EndedAsync(await app.AddNowAsync("/progress"));
        await SendAsync(app.Client, HttpMethod.Post, "jobs/nightly/pause");
        await SendAsync(app.Client, HttpMethod.Post, "queues/default/pause");
        app.WriteCrontab("# nothing\n");
        var read = await ReadAsync(events, ["run", "job", "progress", "queue", "crontab"]);

        Assert.AreEqual("", string.Join('\n', read.SelectMany(one => schema.Faults(kinds[one.Kind]!, one.Data))));
    }

    private static Task<LibraryApp> StartAsync(HeldEndpoint? held = null) => LibraryApp.StartAsync(Crontab, app =>
    {
        app.MapGet("/fine", () => "fine");
        app.MapGet("/unusual", () => Results.StatusCode(799));
        app.MapGet("/kept", () => "kept").AllowRespondAsync();
        app.MapGet("/progress", (HttpContext context) => context.GetJobRun()!.ReportProgress(40, "zipping"));
        if (held is not null)
            app.MapGet("/held", held.RunAsync);
        app.MapJobQueue(Prefix);
    });

    private static async Task<JsonNode> DocumentAsync(LibraryApp app) => JsonNode.Parse(await app.Client.GetStringAsync($"{Prefix}/openapi.json"))!;

    private static async Task<string> SendAsync(
        HttpClient client, HttpMethod method, string path, string? body = null, string type = "application/json", string? key = null, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, $"{Prefix}/api/{path}");
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, type);
        // Who is refused does not send it all.
        request.Headers.ExpectContinue = body?.Length > 10_000;
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (tag is not null)
            request.Headers.Add("If-None-Match", tag);
        using var response = await client.SendAsync(request);
        return method == HttpMethod.Get ? response.Headers.ETag?.ToString() ?? "" : await response.Content.ReadAsStringAsync();
    }

    // Of another type, and too large.
    private static async Task SendUnreadableAsync(HttpClient client, HttpMethod method, string path)
    {
        await SendAsync(client, method, path, "reason=a+test", "application/x-www-form-urlencoded");
        await SendAsync(client, method, path, new string(' ', 31_000_000));
    }

    /// <summary>With the tag that it had, until nothing has changed in between.</summary>
    private static async Task GetTwiceAsync(HttpClient client, string path)
    {
        var tag = await SendAsync(client, HttpMethod.Get, path);
        for (var tries = 0; tries < 20 && await SendAsync(client, HttpMethod.Get, path, tag: tag) is var now && now != tag; tries++)
            tag = now;
    }

    /// <summary>The events up to the one with which all these kinds have come.</summary>
    private static async Task<List<(string Kind, JsonNode Data)>> ReadAsync(OpenEvents events, string[] kinds)
    {
        var read = new List<(string Kind, JsonNode Data)>();
        while (kinds.Except(read.Select(one => one.Kind)).Any() && await events.NextAsync() is { } next)
            read.Add((next.Kind, JsonNode.Parse(next.Data.GetRawText())!));
        return read;
    }

    private static async Task EndedAsync(HttpClient client, string job)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!(await client.GetStringAsync($"{Prefix}/api/jobs/{job}", limit.Token)).Contains("\"completed\"", StringComparison.Ordinal))
            await poll.WaitForNextTickAsync(limit.Token);
    }
}
