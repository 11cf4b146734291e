using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace JobQueue.Api.Tests;

/// <summary>Jobs that are posted as raw requests, <c>message/http</c>.</summary>
[TestClass]
public sealed class RawJobTests
{
    private const int Mutations = 1000;
    private const int MostEdits = 4;

    private static readonly byte[] Whole = Encoding.Latin1.GetBytes(
        "POST /sum?x=1 HTTP/1.1\r\nHost: example.com\r\nContent-Type: application/json\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 7\r\n\r\n[1,2,3]");

    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", "\0", " ", "\t", ":", ",", "HTTP/1.1", "HTTP/0.9", "Content-Length: 7\r\n", "Transfer-Encoding: chunked\r\n", "\r\n\r\n",
        "Host: a\r\n", "X-JobQueue-User: root\r\n", "https://example.com", "//", "#", "\\", "%00", "\u00ff", "{", "\"", "99999999999999999999", "-1",
    ];

    [TestMethod]
    public async Task Post_RawRequest_IsSentAsItIs()
    {
        await using var app = await StartAsync();

        var created = await PostAsync(app, "?at=now&name=raw&user=ada&retry=0&summary=a%20sum", Whole);
        var job = await created.Content.ReadFromJsonAsync<JsonElement>();
        var run = await app.EndedAsync(job.GetProperty("id").GetString()!);

        Assert.AreEqual(HttpStatusCode.Created, created.StatusCode);
        Assert.AreEqual(("raw", "ada", 0, "a sum"), (Text(job, "name"), Text(job, "user"), job.GetProperty("retry").GetInt32(), Text(job, "summary")));
        Assert.AreEqual(
            """{"method":"POST","uri":"/sum?x=1","headers":{"Content-Type":"application/json","X-A":"1, 2"},"body":"[1,2,3]"}""",
            run.GetProperty("request").GetRawText());
        Assert.AreEqual("6", await app.Client.GetStringAsync($"/jobqueue/api/runs/{Text(run, "id")}/response"));
    }

    [TestMethod]
    public async Task Post_RawBytes_AreSentByteForByte()
    {
        await using var app = await StartAsync();
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();

        var created = await PostAsync(app, "?at=now", [.. "PUT /bytes HTTP/1.1\n\n"u8, .. bytes]);
        var run = await app.EndedAsync(Text(await created.Content.ReadFromJsonAsync<JsonElement>(), "id")!);

        CollectionAssert.AreEqual(bytes, await app.Client.GetByteArrayAsync($"/jobqueue/api/runs/{Text(run, "id")}/response"));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Post_RawRequestOfMoreThanOneMebibyte_Is413AndNothingIsStored(bool isChunked)
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/jobs?at=now")
        {
            Content = new ByteArrayContent([.. "PUT /bytes HTTP/1.1\n\n"u8, .. new byte[1024 * 1024]]),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/http");
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await app.Client.SendAsync(request);
        var jobs = await app.GetAsync("/jobqueue/api/jobs");

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.AreEqual(0, jobs.GetProperty("items").GetArrayLength());
    }

    [TestMethod]
    public async Task Post_RawRecurring_IsAJob()
    {
        await using var app = await StartAsync();

        var created = await PostAsync(app, "?cron=30+2+*+*+*&timeZone=Europe/Berlin&name=nightly", "GET /sum HTTP/1.1\n\n"u8.ToArray());
        var job = await created.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual(("cron", "30 2 * * *", "Europe/Berlin"), (Text(job, "kind"), Text(job, "schedule"), Text(job, "timeZone")));
    }

    [TestMethod]
    // Query, message, field, line, column
    [DataRow("?at=now", "GET /a b HTTP/1.1\n\n", "request", 1, 1)]
    [DataRow("?at=now", "\nget /a HTTP/1.1\n\n", "request.method", 2, 1)]
    [DataRow("?at=now", "GET a HTTP/1.1\n\n", "request.uri", 1, 5)]
    [DataRow("?at=now", "OPTIONS * HTTP/1.1\n\n", "request.uri", 1, 9)]
    [DataRow("?at=now", "GET /a#b HTTP/1.1\n\n", "request.uri", 1, 7)]
    [DataRow("?at=now", "GET http://169.254.169.254/ HTTP/1.1\n\n", "request.uri", 1, 5)]
    [DataRow("?at=now", "GET /a HTTP/1.1\nX-A: 1\n\tb\n\n", "request.headers", 3, 1)]
    [DataRow("?at=now", "GET /a HTTP/1.1\nX-A: 1\nTransfer-Encoding: chunked\n\n0\n\n", "request.headers.Transfer-Encoding", 3, 1)]
    [DataRow("?at=now", "GET /a HTTP/1.1\nconnection: close\n\n", "request.headers.connection", 2, 1)]
    [DataRow("?at=now", "GET /a HTTP/1.1\nX-A: 1\nx-jobqueue-user: root\n\n", "request.headers.x-jobqueue-user", 3, 1)]
    [DataRow("?at=now", "GET /a HTTP/1.1\nContent-Length: 1\n\n", "request.headers.Content-Length", 2, 1)]
    [DataRow("", "GET /a HTTP/1.1\n\n", "at", null, null)]
    [DataRow("?at=now&cron=@daily", "GET /a HTTP/1.1\n\n", "at", null, null)]
    [DataRow("?at=now+%2B+5+parsecs", "GET /a HTTP/1.1\n\n", "at", null, 9)]
    [DataRow("?at=now&retry=many", "GET /a HTTP/1.1\n\n", "retry", null, null)]
    [DataRow("?at=now&retry=1&retry=2", "GET /a HTTP/1.1\n\n", "retry", null, null)]
    [DataRow("?at=now&colour=red", "GET /a HTTP/1.1\n\n", "colour", null, null)]
    [DataRow("?at=now&request=x", "GET /a HTTP/1.1\n\n", "request", null, null)]
    public async Task Post_BadRawJob_IsAProblemThatSaysWhere(string query, string message, string field, int? line, int? column)
    {
        var app = await Shared.Value;

        var answer = await PostAsync(app, query, Encoding.Latin1.GetBytes(message));

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.AreEqual((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        var fault = problem.GetProperty("faults").EnumerateArray().Single();
        Assert.AreEqual((field, line, column), (Text(fault, "field"), Number(fault, "line"), Number(fault, "column")));
    }

    [TestMethod]
    public async Task Post_SameKey_GivesTheSameJobForTheSameMessageAndQueryOnly()
    {
        await using var app = await StartAsync();

        var first = await PostAsync(app, "?at=now", Whole, key: "k");
        var again = await PostAsync(app, "?at=now", Whole, key: "k");
        var otherQuery = await PostAsync(app, "?at=now&retry=1", Whole, key: "k");
        var otherBody = await PostAsync(app, "?at=now", "GET /sum HTTP/1.1\n\n"u8.ToArray(), key: "k");

        Assert.AreEqual(first.Headers.Location, again.Headers.Location);
        Assert.AreEqual((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (otherQuery.StatusCode, otherBody.StatusCode));
    }

    [TestMethod]
    // Media type, status
    [DataRow("application/json", 201)]
    [DataRow("application/json; charset=utf-8", 201)]
    [DataRow("application/vnd.job+json", 201)]
    [DataRow(null, 201)]
    [DataRow("text/plain", 415)]
    [DataRow("application/x-www-form-urlencoded", 415)]
    [DataRow("message/http2", 415)]
    [DataRow("Message/HTTP", 400)]
    [DataRow("nonsense", 415)]
    public async Task Post_MediaType_IsReadOrRefused(string? type, int status)
    {
        var app = await Shared.Value;
        using var content = new ByteArrayContent("""{"at":"now","request":{"uri":"/sum"}}"""u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await app.Client.PostAsync("/jobqueue/api/jobs", content);

        Assert.AreEqual(status, (int)answer.StatusCode);
        Assert.AreEqual(status == 415, answer.Headers.NonValidated.Contains("Accept"));
    }

    [TestMethod]
    public async Task Post_Mutations_AreJobsOrProblems()
    {
        var app = await Shared.Value;
        var random = new Random(1);

        var statuses = new List<int>();
        foreach (var message in Enumerable.Range(0, Mutations).Select(_ => Mutated(random)))
            statuses.Add((int)(await PostAsync(app, "?at=now+%2B+1+day", message)).StatusCode);

        CollectionAssert.AreEquivalent(new[] { 201, 400 }, statuses.Distinct().ToList());
    }

    private static byte[] Mutated(Random random)
    {
        var bytes = Whole.ToList();
        for (var edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
        {
            var at = random.Next(bytes.Count);
            var count = Math.Min(random.Next(1, 20), bytes.Count - at);
            var edit = random.Next(4);
            var piece = edit switch
            {
                0 => [],
                1 => Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]),
                2 => [(byte)random.Next(256)],
                _ => bytes.GetRange(at, count).Concat(bytes.GetRange(at, count)).ToArray(),
            };
            bytes.RemoveRange(at, edit == 1 ? 0 : count);
            bytes.InsertRange(at, piece);
            bytes.Add((byte)'.');
        }

        return [.. bytes];
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync("", app =>
    {
        app.MapPost("/sum", (int[] numbers) => numbers.Sum());
        app.MapPut("/bytes", (HttpContext context) => context.Request.Body.CopyToAsync(context.Response.Body));
        app.MapJobQueue();
    });

    private static Task<HttpResponseMessage> PostAsync(LibraryApp app, string query, byte[] message, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/jobs" + query) { Content = new ByteArrayContent(message) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("message/http");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return app.Client.SendAsync(request);
    }

    private static string? Text(JsonElement owner, string name) => owner.GetProperty(name).GetString();

    private static int? Number(JsonElement owner, string name) =>
        owner.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;

    // The rows leave nothing behind that others see, so they have one app between them.
    private static readonly Lazy<Task<LibraryApp>> Shared = new(StartAsync);

    [ClassCleanup]
    public static async Task EndSharedAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value).DisposeAsync();
    }
}
