using System.Net.Sockets;
using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class HttpSenderTests : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly HttpSender _sender = new(() => [], TimeProvider.System);
    private readonly CancellationTokenSource _abort = new();

    public void Dispose()
    {
        _sender.Dispose();
        _abort.Dispose();
    }

    [TestMethod]
    public async Task Send_Request_CarriesTheRunsHeadersAndNoOneElses()
    {
        using var server = RawServer.Start(Ok);
        var attempt = Attempt($"{server.Address}/a?b=1", "POST", "body",
            "Content-Type: text/plain", "X-Own: 1", "X-Own: 2", "Host: evil", "Content-Length: 99", "Transfer-Encoding: chunked", "Connection: upgrade",
            "Upgrade: h2c", "TE: trailers", "X-JobQueue-Run: forged", "X_Via_JobQueue: forged", "X-Forwarded-For: 1.2.3.4", "Forwarded: for=1", "Idempotency-Key: k");

        var result = await SendAsync(attempt);
        var lines = (await server.Request).Split("\r\n");

        Assert.AreEqual(200, result.Status);
        CollectionAssert.AreEquivalent(
            new[]
            {
                "POST /a?b=1 HTTP/1.1", $"Host: 127.0.0.1:{server.Port}", "Content-Type: text/plain", "Content-Length: 4", "X-Own: 1, 2",
                "X-Via-JobQueue: yes", "X-JobQueue-Job: nightly", "X-JobQueue-Run: run-1", "X-JobQueue-Attempt: 2", "X-JobQueue-Due: 2026-03-29T01:30:00+00:00",
                "Idempotency-Key: run-1", "User-Agent: JobQueue/0.1.0",
            },
            lines.TakeWhile(l => l.Length > 0).Where(l => !l.StartsWith("traceparent: 00-", StringComparison.Ordinal)).ToArray());
        Assert.AreEqual(1, lines.Count(l => l.StartsWith("traceparent: 00-", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Send_TargetWithPath_PathIsBelowIt()
    {
        using var server = RawServer.Start(Ok);

        await SendAsync(Attempt("/a") with { Target = $"{server.Address}/base/" });

        StringAssert.StartsWith(await server.Request, "GET /base/a HTTP/1.1");
    }

    [TestMethod]
    public async Task Send_UnknownTarget_SaysSo()
    {
        var result = await SendAsync(Attempt("/a") with { Target = "billing" });

        Assert.AreEqual("\"billing\" is not an http or https URL, nor a configured target", result.Error);
    }

    [TestMethod]
    [DataRow("HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: 0\r\n\r\n", 302, "", DisplayName = "redirect not followed")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", DisplayName = "empty 200")]
    [DataRow("HTTP/1.1 204 No Content\r\n\r\n", 204, "", DisplayName = "204")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\u001f\u008b\u0008", 200, "\u001f\u008b\u0008", DisplayName = "gzip left alone")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=nonsense\r\nContent-Length: 1\r\n\r\n\u00ff", 200, "\u00ff", DisplayName = "unknown charset")]
    [DataRow("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end", 200, "until the end", DisplayName = "until closed")]
    [DataRow("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200, "ok", DisplayName = "interim response")]
    [DataRow("HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nno\r\n0\r\n\r\n", 503, "no", DisplayName = "chunked")]
    public async Task Send_Response_IsKeptAsItCame(string answer, int status, string body)
    {
        using var server = RawServer.Start(answer);

        var result = await SendAsync(Attempt(server.Address));

        Assert.AreEqual((AttemptEnd.Responded, status), (result.End, result.Status));
        Assert.AreEqual(body, Encoding.Latin1.GetString(result.Response!.Body.Span));
    }

    [TestMethod]
    [DataRow("SSH-2.0-OpenSSH_9.2\r\n", "protocol error", DisplayName = "not HTTP")]
    [DataRow("\0\0\0\0\0\0\0\0\0\0\0\0\r\n\r\n", "protocol error", DisplayName = "NUL bytes")]
    [DataRow("HTTP/1.1 2x0 OK\r\n\r\n", "protocol error", DisplayName = "bad status")]
    [DataRow("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "protocol error", DisplayName = "bad chunk")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", "closed before", DisplayName = "short body")]
    [DataRow("HTTP/1.1 200 OK\r\nX-A", "closed before", DisplayName = "short head")]
    [DataRow("", "closed before", DisplayName = "nothing")]
    public async Task Send_BrokenResponse_IsNoResponseWithTheReason(string answer, string reason)
    {
        using var server = RawServer.Start(answer);

        var result = await SendAsync(Attempt(server.Address));

        Assert.AreEqual((AttemptEnd.NoResponse, 0), (result.End, result.Status));
        StringAssert.Contains(result.Error, reason);
    }

    [TestMethod]
    public async Task Send_EndlessBody_IsTruncatedAndTheConnectionClosed()
    {
        using var server = RawServer.StartEndless("HTTP/1.1 200 OK\r\n\r\n", new byte[1024 * 1024]);

        var result = await SendAsync(Attempt(server.Address));
        await server.Closed;

        Assert.AreEqual((AttemptEnd.Responded, 200), (result.End, result.Status));
        Assert.AreEqual(Response.MaxKeptBytes, result.Response!.Body.Length);
        Assert.IsTrue(result.Response.IsTruncated && result.Response.BodyBytes >= HttpSender.MaxCountedBytes);
        StringAssert.Contains(result.Error, "64 MiB");
    }

    [TestMethod]
    public async Task Send_EndlessHeaders_AreRefused()
    {
        using var server = RawServer.StartEndless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"u8.ToArray());

        var result = await SendAsync(Attempt(server.Address));

        Assert.AreEqual("the response's headers are longer than 64 KB", result.Error);
    }

    [TestMethod]
    [DataRow("", DisplayName = "accepts, never answers")]
    [DataRow("HTTP/1.1 200 OK\r\n", DisplayName = "hangs in the head")]
    [DataRow("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na", DisplayName = "hangs in the body")]
    public async Task Send_AbortedWhileServerHangs_IsAbortedAndTheConnectionClosed(string beginning)
    {
        using var server = RawServer.StartHanging(beginning);
        var sending = SendAsync(Attempt(server.Address));
        await server.Request;

        await _abort.CancelAsync();
        var result = await sending;
        await server.Closed;

        Assert.AreEqual(AttemptEnd.Aborted, result.End);
    }

    [TestMethod]
    public async Task Send_AbortedWhileBodyDrips_IsAborted()
    {
        var dripped = new TaskCompletionSource();
        using var server = RawServer.Start(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), stop);
            while (!stop.IsCancellationRequested)
            {
                await stream.WriteAsync("."u8.ToArray(), stop);
                dripped.TrySetResult();
                await Task.Yield();
            }
        });
        var sending = SendAsync(Attempt($"{server.Address}/drip"));
        await dripped.Task.WaitAsync(RawServer.Limit);

        await _abort.CancelAsync();

        Assert.AreNotEqual(AttemptEnd.Responded, (await sending).End);
    }

    [TestMethod]
    public async Task Send_NobodyListens_SaysRefused()
    {
        var port = FreePort.Next();

        var result = await SendAsync(Attempt($"http://127.0.0.1:{port}"));

        Assert.AreEqual($"127.0.0.1:{port} refused the connection", result.Error);
    }

    [TestMethod]
    public async Task Send_ServerResets_SaysSo()
    {
        using var server = RawServer.Start((stream, _) =>
        {
            ((NetworkStream)stream).Socket.LingerState = new LingerOption(true, 0);
            ((NetworkStream)stream).Socket.Close();
            return Task.CompletedTask;
        });

        var result = await SendAsync(Attempt(server.Address));

        Assert.AreEqual("the connection was reset", result.Error);
    }

    [TestMethod]
    public async Task Send_HttpsToAPlainServer_SaysTls()
    {
        using var server = RawServer.Start("HTTP/1.1 400 Bad Request\r\n\r\n");

        var result = await SendAsync(Attempt(server.Address.Replace("http", "https", StringComparison.Ordinal)));

        StringAssert.StartsWith(result.Error, $"TLS with 127.0.0.1:{server.Port} failed: ");
    }

    [TestMethod]
    public async Task Send_UnknownName_SaysSo()
    {
        var result = await SendAsync(Attempt("http://nowhere.invalid/"));

        Assert.AreEqual("the name nowhere.invalid was not found", result.Error);
    }

    [TestMethod]
    [DataRow("http://169.254.169.254/latest/meta-data")]
    [DataRow("http://[fe80::1]/")]
    [DataRow("http://[::ffff:169.254.169.254]/")]
    [DataRow("http://2852039166/")]
    [DataRow("http://0xa9.0xfe.0xa9.0xfe/")]
    public async Task Send_LinkLocalAddress_IsRefused(string uri)
    {
        var result = await SendAsync(Attempt(uri));

        Assert.AreEqual(AttemptEnd.NoResponse, result.End);
        StringAssert.Contains(result.Error, "link-local");
    }

    [TestMethod]
    [DataRow("127.0.0.1")]
    [DataRow("127.1.2.3")]
    [DataRow("localhost")]
    [DataRow("0.0.0.0")]
    [DataRow("[::1]")]
    [DataRow("[::ffff:127.0.0.1]")]
    public async Task Send_OwnPortOnLoopback_IsRefused(string host)
    {
        using var server = RawServer.Start(Ok);
        var port = server.Port;
        using var sender = new HttpSender(() => [port], TimeProvider.System);

        var result = await sender.SendAsync(Attempt($"http://{host}:{port}/"), CancellationToken.None).WaitAsync(RawServer.Limit);

        StringAssert.Contains(result.Error, "this process's own");
    }

    [TestMethod]
    public async Task Send_SecretFields_AreNotKept()
    {
        using var server = RawServer.Start("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nAuthorization: x\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 0\r\n\r\n");

        var result = await SendAsync(Attempt(server.Address));

        CollectionAssert.AreEqual(
            new[] { "X-A: 1", "X-A: 2", "Content-Length: 0" }, result.Response!.Headers.Select(h => $"{h.Key}: {h.Value}").ToArray());
    }

    [TestMethod]
    [DataRow("G ET", "http://127.0.0.1:1/")]
    [DataRow("", "http://127.0.0.1:1/")]
    [DataRow("GET", "http://")]
    [DataRow("GET", "http://a b/")]
    [DataRow("GET", "http://[::zz]/")]
    public async Task Send_ImpossibleRequest_IsNoResponse(string method, string uri)
    {
        var result = await SendAsync(Attempt(uri, method));

        Assert.AreEqual(AttemptEnd.NoResponse, result.End);
        Assert.IsNotNull(result.Error);
    }

    private static RunAttempt Attempt(string uri, string method = "GET", string? body = null, params string[] headers) => new()
    {
        RunId = "run-1",
        JobId = "job-1",
        JobName = "nightly",
        Attempt = 2,
        Due = new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero),
        Request = new JobRequest
        {
            Method = method,
            Uri = uri,
            Body = body is null ? default : Encoding.UTF8.GetBytes(body),
            Headers = [.. headers.Select(h => h.Split(": ", 2)).Select(h => KeyValuePair.Create(h[0], h[1]))],
        },
    };

    private Task<AttemptResult> SendAsync(RunAttempt attempt) => _sender.SendAsync(attempt, _abort.Token).WaitAsync(RawServer.Limit);
}
