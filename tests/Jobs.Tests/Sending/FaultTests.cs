using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

/// <summary>What servers may do to a sender: hang, drip, never end, break the protocol, and lead elsewhere.</summary>
[TestClass]
public sealed class FaultTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    [TestMethod]
    public async Task Send_AHundredTarpits_AllEndWhenGivenUpAndHoldUpNoOther()
    {
        using var tarpit = RawServer.StartParallel(async (stream, stop) => _ = await stream.ReadAsync(new byte[1], stop));
        using var server = RawServer.Start(Ok);
        using var sender = Attempts.SenderTo();
        using var abort = new CancellationTokenSource();
        var stuck = Enumerable.Range(0, 100).Select(_ => sender.SendAsync(Attempts.Of(tarpit.Address), abort.Token)).ToList();

        var other = await sender.SendAsync(Attempts.Of(server.Address), CancellationToken.None).WaitAsync(RawServer.Limit);
        var isAnyOver = stuck.Any(sending => sending.IsCompleted);
        await abort.CancelAsync();
        var results = await Task.WhenAll(stuck).WaitAsync(RawServer.Limit);

        Assert.AreEqual((200, false), (other.Status, isAnyOver));
        Assert.IsTrue(results.All(result => result.End == AttemptEnd.Aborted));
    }

    [TestMethod]
    [DataRow("HTTP/1.1 100 Continue\r\n\r\n", DisplayName = "endless 100")]
    [DataRow("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", DisplayName = "endless 103")]
    public async Task Send_EndlessInterimResponses_EndAtTheLimitOfHeaders(string interim)
    {
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(interim, 100)));
        using var server = RawServer.StartEndless(interim, piece);
        using var sender = Attempts.SenderTo();

        var result = await sender.SendAsync(Attempts.Of(server.Address), CancellationToken.None).WaitAsync(RawServer.Limit);
        await server.Closed;

        Assert.AreEqual((AttemptEnd.NoResponse, "the response's headers are longer than 64 KB"), (result.End, result.Error));
    }

    [TestMethod]
    public async Task Send_TwoHundredMutatedResponses_AreAnswersOrNone()
    {
        var chance = new Random(20260329);
        using var sender = Attempts.SenderTo();
        var answers = Enumerable.Range(0, 200).Select(_ => Mutated(chance)).ToList();

        var results = await Task.WhenAll(answers.Select(answer => SendToAsync(sender, answer)));

        Assert.AreEqual(0, results.Count(result => result.End is not (AttemptEnd.Responded or AttemptEnd.NoResponse)));
        Assert.AreEqual(0, results.Count(result => result.End == AttemptEnd.NoResponse && string.IsNullOrEmpty(result.Error)));
        Assert.IsTrue(results.Any(result => result.End == AttemptEnd.Responded) && results.Any(result => result.End == AttemptEnd.NoResponse));
    }

    [TestMethod]
    [DataRow("gzip")]
    [DataRow("br")]
    public async Task Send_CompressedBomb_IsKeptAsItCame(string encoding)
    {
        var bomb = Compressed(encoding, 64 * 1024 * 1024);
        using var server = RawServer.Start(async (stream, stop) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {bomb.Length}\r\n\r\n"), stop);
            await stream.WriteAsync(bomb, stop);
        });
        using var sender = Attempts.SenderTo();

        var response = (await sender.SendAsync(Attempts.Of(server.Address), CancellationToken.None).WaitAsync(RawServer.Limit)).Response!;

        Assert.AreEqual(bomb.Length, response.BodyBytes);
        CollectionAssert.AreEqual(bomb, response.Body.ToArray());
        Assert.AreEqual(encoding, response.Headers.Single(field => field.Key == "Content-Encoding").Value);
    }

    [TestMethod]
    // What the name server does, and what is said
    [DataRow("fails", "the name slow.example was not found")]
    [DataRow("knows no address", "the name slow.example was not found")]
    [DataRow("says nothing", "no connection to slow.example:80 in time")]
    public async Task Send_NameServer_HasALimitAndItsFailureAReason(string what, string expected)
    {
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        using var sender = new HttpSender(() => [], time, new SendingOptions { Resolve = (_, _) => Resolve(what) });

        var sending = sender.SendAsync(Attempts.Of("http://slow.example/"), CancellationToken.None);
        await Task.WhenAny(sending, time.WaitForTimerAsync(RawServer.Limit));
        time.Advance(ConnectionGuard.NameLimit);
        var result = await sending.WaitAsync(RawServer.Limit);

        Assert.AreEqual((AttemptEnd.NoResponse, expected), (result.End, result.Error));
    }

    [TestMethod]
    // Status, where to: {self}, {other} or as it stands
    [DataRow(301, "{self}/loop")]
    [DataRow(302, "{other}/")]
    [DataRow(303, "{other}/")]
    [DataRow(307, "{other}/")]
    [DataRow(308, "{other}/")]
    [DataRow(302, "//127.0.0.1:{otherPort}/")]
    [DataRow(302, "/else")]
    public async Task Send_Redirect_IsAnAnswerAndNotFollowed(int status, string location)
    {
        using var other = RawServer.Start(Ok);
        var self = "";
        using var server = RawServer.Start((stream, stop) => stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status} Elsewhere\r\nLocation: {Filled(location, self, other)}\r\nContent-Length: 0\r\n\r\n"), stop).AsTask());
        self = server.Address;
        using var sender = Attempts.SenderTo(new Target { Name = "t", BaseUrl = new Uri(server.Address), Headers = [new("Authorization", "Bearer of-the-target")] });

        var result = await sender.SendAsync(Attempts.Of("/", "POST", "body") with { Target = "t" }, CancellationToken.None).WaitAsync(RawServer.Limit);

        Assert.AreEqual((status, Filled(location, self, other)), (result.Status, result.Response!.Headers.Single(field => field.Key == "Location").Value));
        Assert.AreEqual((1, 0), (server.Connections, other.Connections));
    }

    private static async Task<AttemptResult> SendToAsync(HttpSender sender, byte[] answer)
    {
        using var server = RawServer.Start((stream, stop) => stream.WriteAsync(answer, stop).AsTask());
        return await sender.SendAsync(Attempts.Of(server.Address), CancellationToken.None).WaitAsync(RawServer.Limit);
    }

    private static byte[] Mutated(Random chance)
    {
        string[] whole =
        [
            Ok, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nhello",
            "HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nSet-Cookie: a=b\r\n\r\nuntil the end",
        ];
        var bytes = Encoding.ASCII.GetBytes(whole[chance.Next(whole.Length)]).ToList();
        for (var count = chance.Next(1, 6); count > 0; count--)
            Mutate(bytes, chance);
        return [.. bytes];
    }

    private static void Mutate(List<byte> bytes, Random chance)
    {
        var at = chance.Next(bytes.Count);
        switch (chance.Next(5))
        {
            case 0: bytes[at] = (byte)chance.Next(256); break;
            case 1: bytes.Insert(at, (byte)chance.Next(256)); break;
            case 2: bytes.RemoveRange(at, Math.Min(chance.Next(1, 8), bytes.Count - at)); bytes.Add(0); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(20, bytes.Count - at))); break;
            default: bytes.InsertRange(at, [0, 13, 10, 255]); break;
        }
    }

    private static byte[] Compressed(string encoding, int bytes)
    {
        var compressed = new MemoryStream();
        using (Stream stream = encoding == "br" ? new BrotliStream(compressed, CompressionLevel.Fastest) : new GZipStream(compressed, CompressionLevel.Fastest))
            stream.Write(new byte[bytes]);
        return compressed.ToArray();
    }

    private static Task<IPAddress[]> Resolve(string what) => what switch
    {
        "fails" => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.TryAgain)),
        "knows no address" => Task.FromResult<IPAddress[]>([]),
        _ => new TaskCompletionSource<IPAddress[]>().Task,
    };

    private static string Filled(string location, string self, RawServer other) => location
        .Replace("{self}", self, StringComparison.Ordinal)
        .Replace("{other}", other.Address, StringComparison.Ordinal)
        .Replace("{otherPort}", $"{other.Port}", StringComparison.Ordinal);
}
