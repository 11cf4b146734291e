using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Tests.InProcess;

/// <summary>Each request through Kestrel and in process: status, header fields that matter and body are the same.</summary>
[TestClass]
public sealed class SendingConformanceTests
{
    private const string Json = "Content-Type: application/json";
    private const string Form = "Content-Type: application/x-www-form-urlencoded";
    private const string Multipart = "Content-Type: multipart/form-data; boundary=b";
    private const string File = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--\r\n";
    private const string Order = "{\"product\":\"tea\",\"count\":2}";

    /// <summary>Differences that stay, each with a request that shows it.</summary>
    private static readonly Difference[] Differences =
    [
        new("GET /throw-late", null, "A socket can only be cut after the response has started; in process the exception is known, and is a 500."),
        new("GET /login", null, "A run is refused with 401 or 403: nobody is there to follow a redirect to a login page."),
        new("GET /who", "ann", "The run's user is the identity; over HTTP the app's own authentication decides."),
        new("GET /run", null, "Only what JobQueue sends in process is a run; the mark cannot come from the network."),
        new("GET /reserved", null, "Reserved header fields are taken from requests that come from the network."),
        new("POST /controller/small", null, "A stored body has passed the limits of where it came in; limits of the server do not hold.", "longer than ten bytes"),
        new("GET /trace-id", null, "The request's TraceIdentifier is the run id, so that what an app logs or answers names the run."),
    ];

    private static TestApp s_app = null!;

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        s_app = await TestApp.StartAsync(ConformanceEndpoints.Map, ConformanceEndpoints.Add);
        s_app.UseServerOrigin();
    }

    [ClassCleanup]
    public static async Task StopAsync() => await s_app.DisposeAsync();

    [TestMethod]
    // Bodies
    [DataRow("POST /json", 200, Json, Order)]
    [DataRow("POST /json", 400, Json, "{")]
    [DataRow("POST /json", 415, "X-A: b", Order)]
    [DataRow("POST /form", 200, Form, "a=1&b=2&a=3")]
    [DataRow("POST /upload", 200, Multipart, File)]
    [DataRow("POST /read", 200, null, null)]
    [DataRow("POST /read", 200, null, "text")]
    [DataRow("GET /empty", 204, null, null)]
    [DataRow("GET /same", 304, null, null)]
    [DataRow("HEAD /head", 200, null, null)]
    [DataRow("GET /mega", 200, null, null)]
    [DataRow("GET /flush", 200, null, null)]
    [DataRow("GET /pipe", 200, null, null)]
    [DataRow("GET /file", 200, null, null)]
    [DataRow("GET /site/hello.txt", 200, null, null)]
    [DataRow("GET /site/hello.txt", 206, "Range: bytes=2-5", null)]
    [DataRow("HEAD /site/hello.txt", 200, null, null)]
    // Ends
    [DataRow("GET /redirect", 302, null, null)]
    [DataRow("GET /secure/x", 307, null, null)]
    [DataRow("GET /throw", 500, null, null)]
    [DataRow("GET /problem", 409, null, null)]
    [DataRow("GET /bad", 413, null, null)]
    [DataRow("GET /abort", 0, null, null)]
    [DataRow("GET /starting", 200, null, null)]
    [DataRow("GET /forged?value=a%0D%0ASet-Cookie:%20b", 500, null, null)]
    [DataRow("GET /forged?value=a%0Ab&at=write", 500, null, null)]
    [DataRow("GET /forged?value=a%00b&at=start", 500, null, null)]
    [DataRow("GET /forged?value=a%7Fb", 500, null, null)]
    [DataRow("GET /forged?value=b&name=a%20b", 500, null, null)]
    [DataRow("GET /forged?value=b&name=a%0Ab&at=start", 500, null, null)]
    [DataRow("GET /forged?value=a%09b", 200, null, null)]
    [DataRow("GET /handled/throw", 500, null, null)]
    [DataRow("GET /pages/missing", 404, null, null)]
    [DataRow("GET /pages/unknown", 404, null, null)]
    // Contexts
    [DataRow("GET /accessor", 200, null, null)]
    [DataRow("GET /nested", 200, null, null)]
    [DataRow("GET /ambient", 200, null, null)]
    [DataRow("GET /lifetime", 200, null, null)]
    // Addresses
    [DataRow("GET /base/url/a", 200, null, null)]
    [DataRow("GET /url/a%2Fb%2fc", 200, null, null)]
    [DataRow("GET /url/k%C3%A4se/%E2%82%AC", 200, null, null)]
    [DataRow("GET /url/käse", 200, null, null)]
    [DataRow("GET /url/a/../b/./c", 200, null, null)]
    [DataRow("GET /url/a/%2e%2e/b", 200, null, null)]
    [DataRow("GET /url/%FFa%20b+c", 200, null, null)]
    [DataRow("GET /url//a//b", 200, null, null)]
    [DataRow("GET /url/x?q=%20+%26#frag", 200, null, null)]
    [DataRow("GET /query?k=1&k=2&k=%C3%A4", 200, null, null)]
    [DataRow("GET /slash/", 200, null, null)]
    [DataRow("GET /slash", 200, null, null)]
    [DataRow("GET /fall/a/b", 200, null, null)]
    [DataRow("GET /nowhere", 404, null, null)]
    [DataRow("DELETE /json", 405, null, null)]
    // Binding
    [DataRow("POST /bind/7?q=x", 200, Json, Order)]
    [DataRow("POST /bind/seven?q=x", 400, Json, Order)]
    [DataRow("GET /bind/7", 200, null, null)]
    [DataRow("POST /controller/7?tag=a&tag=b", 200, Json, Order)]
    [DataRow("GET /razor", 200, null, null)]
    // Guards
    [DataRow("GET /private", 401, null, null)]
    [DataRow("POST /antiforgery", 400, Form, "a=1")]
    [DataRow("POST /exempt", 200, Form, "a=1")]
    [DataRow("GET /token", 200, null, null)]
    [DataRow("GET /limited", 503, null, null)]
    public async Task Send_BothWays_AnswersAreTheSame(string request, int status, string? header, string? body)
    {
        var attempt = Requests.Attempt(request, body, null, header ?? "X-None: 1", "X-H: h");

        var server = await s_app.SendThroughKestrelAsync(attempt);
        var inProcess = await s_app.SendInProcessAsync(attempt);

        Assert.AreEqual(status, server.Status);
        Assert.AreEqual(Answer.Of(server), Answer.Of(inProcess));
    }

    [TestMethod]
    [DataRow("GET /private", "ann", 200)]
    [DataRow("GET /admins", "ann", 403)]
    [DataRow("GET /admins", "boss", 200)]
    [DataRow("GET /other", "ann", 200)]
    [DataRow("GET /other", "boss", 200)]
    [DataRow("GET /razor", "ann", 200)]
    public async Task Send_AsUser_AnswersAreTheSame(string request, string user, int status)
    {
        var attempt = Requests.Attempt(request, null, user, $"Test-User: {user}");

        var server = await s_app.SendThroughKestrelAsync(attempt);
        var inProcess = await s_app.SendInProcessAsync(attempt);

        Assert.AreEqual(status, server.Status);
        Assert.AreEqual(Answer.Of(server), Answer.Of(inProcess));
    }

    [TestMethod]
    public async Task Send_AbortedWhileTheEndpointWaits_BothAreAborted()
    {
        using var abort = new CancellationTokenSource();
        var signals = s_app.Services.GetRequiredService<Signals>();
        var server = s_app.SendThroughKestrelAsync(Requests.Attempt("GET /wait"), abort.Token);
        var inProcess = s_app.SendInProcessAsync(Requests.Attempt("GET /wait"), abort.Token);
        await signals.Arrived.Task.WaitAsync(TestApp.Limit, CancellationToken.None);

        await abort.CancelAsync();

        Assert.AreEqual(Answer.Of(await server), Answer.Of(await inProcess));
        Assert.AreEqual(AttemptEnd.Aborted, (await inProcess).End);
    }

    [TestMethod]
    public async Task Send_LargeHeader_ArrivesWhole()
    {
        var attempt = Requests.Attempt("GET /large-header", null, null, $"X-Large: {new string('x', 16_000)}");

        var server = await s_app.SendThroughKestrelAsync(attempt);
        var inProcess = await s_app.SendInProcessAsync(attempt);

        Assert.AreEqual(16_000, Requests.Header(inProcess, "X-Echo")!.Length);
        Assert.AreEqual(Answer.Of(server), Answer.Of(inProcess));
    }

    [TestMethod]
    public async Task Send_EndpointWithAProblem_TakesWhatItSays()
    {
        var result = await s_app.SendInProcessAsync(Requests.Attempt("GET /problem"));

        Assert.AreEqual(("the report is being written", null), (result.Problem, result.Error));
    }

    [TestMethod]
    public async Task Send_CachedEndpoint_BothAreServedFromTheCache()
    {
        var attempt = Requests.Attempt("GET /cached");

        var server = await s_app.SendThroughKestrelAsync(attempt);
        var inProcess = await s_app.SendInProcessAsync(attempt);

        Assert.AreEqual("1", Requests.Text(server));
        Assert.AreEqual("1", Requests.Text(inProcess));
    }

    [TestMethod]
    public async Task Send_DocumentedDifferences_DoDiffer()
    {
        var attempts = Differences.Select(d => Requests.Attempt(d.Request, d.Body, d.User)).ToList();

        var server = await Task.WhenAll(attempts.Select(a => s_app.SendThroughKestrelAsync(a)));
        var inProcess = await Task.WhenAll(attempts.Select(a => s_app.SendInProcessAsync(a)));

        var same = server.Zip(inProcess, (s, p) => Answer.Of(s) == Answer.Of(p)).Zip(Differences).Where(d => d.First).Select(d => d.Second.Request);
        Assert.AreEqual("", string.Join(", ", same));
        Assert.IsLessThanOrEqualTo(8, Differences.Length);
    }

    private sealed record Difference(string Request, string? User, string Reason, string? Body = null);

    /// <summary>An answer as a caller sees it, without what a server adds of its own.</summary>
    private sealed record Answer(AttemptEnd End, int Status, string Fields, string Body, string? Problem)
    {
        private static readonly string[] Servers = ["Date", "Server", "Transfer-Encoding", "Content-Length", "Connection"];

        internal static Answer Of(AttemptResult result) => new(
            result.End,
            result.Status,
            string.Join('\n', (result.Response?.Headers ?? []).Where(h => !Servers.Contains(h.Key)).Select(h => $"{h.Key}: {h.Value}").Order()),
            Requests.Text(result),
            result.Problem);
    }
}
