using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class TargetSendingTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [TestMethod]
    public async Task Send_ConfiguredTarget_GetsItsHeadersTheUserAndASignature()
    {
        using var server = RawServer.Start(Ok);
        var target = Billing(server) with { Headers = [new("Authorization", "Bearer of-the-target"), new("X-Own", "the target's")], Secrets = [Secret] };
        using var sender = Sender(new SendingOptions { Targets = new Targets([target]) });

        await sender.SendAsync(
            WithUser(Attempts.Of("/a", "POST", "body", "X-Own: the job's", "webhook-id: forged")) with { Target = "billing" }, CancellationToken.None);
        var lines = (await server.Request).Split("\r\n");

        Assert.AreEqual("POST /base/a HTTP/1.1", lines[0]);
        CollectionAssert.IsSubsetOf(
            new[]
            {
                "X-JobQueue-User: ann", "Authorization: Bearer of-the-target", "X-Own: the target's", "webhook-id: run-1",
                "webhook-timestamp: 1614265330", "webhook-signature: " + Signature("run-1.1614265330.", "body"),
            },
            lines);
        Assert.AreEqual(2, lines.Count(line => line.StartsWith("X-Own", StringComparison.Ordinal) || line.StartsWith("webhook-id", StringComparison.Ordinal)));
    }

    [TestMethod]
    // CGI-like servers take "_" and "-" for the same
    [DataRow("X_Own")]
    [DataRow("x_OWN")]
    [DataRow("webhook_id")]
    [DataRow("Webhook_Signature")]
    [DataRow("Idempotency_Key")]
    [DataRow("X_Forwarded_For")]
    public async Task Send_FieldThatIsFoldedToAnother_IsNotSent(string field)
    {
        using var server = RawServer.Start(Ok);
        var target = Billing(server) with { Headers = [new("X-Own", "the target's")], Secrets = [Secret] };
        using var sender = Sender(new SendingOptions { Targets = new Targets([target]) });

        await sender.SendAsync(Attempts.Of("/a", "POST", "body", $"{field}: forged", "X_Other: the job's") with { Target = "billing" }, CancellationToken.None);
        var request = await server.Request;

        Assert.AreEqual(
            (false, true, true),
            (request.Contains("forged", StringComparison.Ordinal), request.Contains("X-Own: the target's", StringComparison.Ordinal),
            request.Contains("X_Other: the job's", StringComparison.Ordinal)));
    }

    [TestMethod]
    // Target, URI, and whether what the target has goes along
    [DataRow("billing", "{base}/a", true)]
    [DataRow(null, "{base}/a", false)]
    [DataRow("{base}", "/a", false)]
    [DataRow("billing", "{server}/a", false)]
    public async Task Send_Address_GetsTheTargetsSecretsOnlyWhereThatIsNamed(string? target, string uri, bool isTarget)
    {
        using var server = RawServer.Start(Ok);
        var billing = Billing(server) with { Headers = [new("X-Key", "12345678")], Secrets = [Secret] };
        using var sender = Sender(new SendingOptions { Targets = new Targets([billing]) });

        await sender.SendAsync(WithUser(Attempts.Of(Filled(uri, server)!)) with { Target = Filled(target, server) }, CancellationToken.None);
        var request = await server.Request;

        Assert.AreEqual(
            (isTarget, isTarget, isTarget),
            (request.Contains("X-Key", StringComparison.Ordinal), request.Contains("webhook-", StringComparison.Ordinal),
            request.Contains("X-JobQueue-User", StringComparison.Ordinal)));
    }

    [TestMethod]
    // Public URL, the beginning of the address
    [DataRow("https://jobs.example/jobqueue", "X-JobQueue-Progress: https://jobs.example/jobqueue/api/runs/run-1/progress?token=")]
    [DataRow("https://jobs.example/", "X-JobQueue-Progress: https://jobs.example/api/runs/run-1/progress?token=")]
    public async Task Send_PublicUrlIsKnown_TargetIsToldWhereToReport(string publicUrl, string expected)
    {
        using var server = RawServer.Start(Ok);
        using var sender = Sender(new SendingOptions { Targets = new Targets([Billing(server)]), PublicUrl = new Uri(publicUrl) });
        var run = new Run { Id = "run-1", Due = Now, Created = Now, Request = new JobRequest { Uri = "/a" } };
        using var progress = new AttemptProgress(run, [], (_, _) => { }, (_, _) => { }, TimeProvider.System);

        await sender.SendAsync(Attempts.Of("/a") with { Target = "billing", Progress = progress }, CancellationToken.None);

        StringAssert.Contains(await server.Request, expected + progress.Token);
    }

    [TestMethod]
    public async Task Send_LimitOfTheTarget_EndsTheExchangeAndSaysSo()
    {
        using var server = RawServer.StartHanging("HTTP/1.1 200 OK\r\n");
        var time = new ManualTimeProvider(Now);
        using var sender = new HttpSender(
            () => [], time, new SendingOptions { Targets = new Targets([Billing(server) with { Timeout = TimeSpan.FromSeconds(10) }]) });
        var sending = sender.SendAsync(Attempts.Of("/a") with { Target = "billing" }, CancellationToken.None);
        await server.Request;

        time.Advance(TimeSpan.FromSeconds(10));
        var result = await sending.WaitAsync(RawServer.Limit);

        Assert.AreEqual((AttemptEnd.TimedOut, "timed out after 10s, the limit of the target billing"), (result.End, result.Error));
    }

    [TestMethod]
    public async Task Send_ConnectionsOfTheTarget_AreNoMoreThanItHas()
    {
        var (open, most) = (0, 0);
        using var go = new SemaphoreSlim(0);
        var arrived = new SemaphoreSlim(0);
        using var server = RawServer.StartParallel(async (stream, stop) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref open));
            arrived.Release();
            await go.WaitAsync(stop);
            Interlocked.Decrement(ref open);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), stop);
        });
        using var sender = Sender(new SendingOptions { Targets = new Targets([Billing(server) with { MaxConnections = 2 }]) });

        var sendings = Enumerable.Range(0, 8).Select(_ => sender.SendAsync(Attempts.Of("/a") with { Target = "billing" }, CancellationToken.None)).ToList();
        await arrived.WaitAsync(RawServer.Limit);
        await arrived.WaitAsync(RawServer.Limit);
        go.Release(8);
        var results = await Task.WhenAll(sendings).WaitAsync(RawServer.Limit);

        Assert.IsTrue(results.All(result => result.Status == 200));
        Assert.AreEqual(2, most);
    }

    private static WebhookSecret Secret { get; } =
        WebhookSecret.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out var secret) ? secret : throw new InvalidOperationException();

    private static string Signature(string before, string body) =>
        "v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(Secret.Key, Encoding.UTF8.GetBytes(before + body)));

    private static Target Billing(RawServer server) => new() { Name = "billing", BaseUrl = new Uri($"{server.Address}/base") };

    private static HttpSender Sender(SendingOptions options) => new(() => [], new ManualTimeProvider(Now), options);

    private static RunAttempt WithUser(RunAttempt attempt) => attempt with { Request = attempt.Request with { User = "ann" } };

    private static string? Filled(string? text, RawServer server) =>
        text?.Replace("{base}", $"{server.Address}/base", StringComparison.Ordinal).Replace("{server}", server.Address, StringComparison.Ordinal);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var known = most; value > known; known = most)
            Interlocked.CompareExchange(ref most, value, known);
    }
}
