using System.Net;
using System.Text;
using System.Text.Json;

namespace JobQueue.Api.Tests.Endpoints;

/// <summary>What clients send to harm; on an app that is open to this machine.</summary>
[TestClass]
public sealed class HostileInputTests
{
    private const int Seed = 20260329;
    private static readonly string[] ReasonPaths = ["jobs/made/pause", "jobs/made/resume", "jobs/made/run", "queues/default/pause", "queues/default/resume"];

    // One app for all of it: none of this may harm those after it.
    private static LibraryApp? _app;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) =>
        _app = await LibraryApp.StartAsync("@yearly - /a --name made --overlap allow", app => app.MapJobQueue());

    [ClassCleanup]
    public static async Task StopAsync() => await _app!.DisposeAsync();

    [TestMethod]
    // Body, status
    [DataRow("""{"at":"now","request":{"uri":"/a","json":1e400}}""", 201)]
    [DataRow("""{"at":"now","retry":1e400,"request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","retry":1e2,"request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","priority":99999999999999999999,"request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","retry":"١٢","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","timeout":"１０m","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now + ٥ minutes","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"cron":"٥ * * * *","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","retryOn":"٥٠٣","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","name":"аnna","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","name":"a\u200bb","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","name":"a\nb","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","summary":"a\r\nb","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","summary":"\u001b[2J","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","requestedBy":"a\u0007","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","queue":"a\u0000","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","user":"a\nb","request":{"uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"/a\r\nX: y"}}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"//evil.example/"}}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"file:///etc/passwd"}}""", 400)]
    [DataRow("""{"at":"now","request":{"method":"GET / HTTP/1.1\r\n","uri":"/a"}}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"isAdmin":true}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"id":"x","state":"completed"}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"/a","body":"@/etc/passwd"}}""", 201)]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"request":{"uri":"/b"}}""", 400)]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"X-A":"1","x-a":["2",3]}}}""", 400)]
    public async Task PostJobs_Hostile_IsTakenAsDataOrRefused(string body, int expected)
    {
        using var answer = await PostAsync("jobs", body);

        Assert.AreEqual(expected, (int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    // Lists in the request's json, status: 32 levels with those around them
    [DataRow(30, 201)]
    [DataRow(31, 400)]
    [DataRow(100_000, 400)]
    public async Task PostJobs_Nested_IsTakenTo32(int lists, int expected)
    {
        using var answer = await PostAsync("jobs", $$$"""{"at":"now","request":{"uri":"/a","json":{{{new string('[', lists)}}}{{{new string(']', lists)}}}}}""");

        Assert.AreEqual(expected, (int)answer.StatusCode);
    }

    [TestMethod]
    // Bytes of the body's text, whether the length is said, status
    [DataRow(1_000_000, true, 201)]
    [DataRow(1_048_576, true, 413)]
    [DataRow(1_048_576, false, 413)]
    public async Task PostJobs_Large_Is413(int bytes, bool saysLength, int expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/jobs")
        {
            Content = Json($$$"""{"at":"now","request":{"uri":"/a","body":"{{{new string('x', bytes)}}}"}}"""),
        };
        request.Headers.TransferEncodingChunked = !saysLength;

        using var answer = await _app!.Client.SendAsync(request);

        Assert.AreEqual(expected, (int)answer.StatusCode);
    }

    [TestMethod]
    // Body with a reason, status of all that take one
    [DataRow("""{"reason":"the disk is full"}""", 200)]
    [DataRow("""{"reason":null}""", 200)]
    [DataRow("{}", 200)]
    [DataRow("""{"reason":1}""", 400)]
    [DataRow("""{"reason":["a"]}""", 400)]
    [DataRow("""{"reason":"a\nb"}""", 400)]
    [DataRow("""{"reason":"\u001b[31mred"}""", 400)]
    [DataRow("""{"reason":"a","reason":"b"}""", 400)]
    [DataRow("""{"reason":"a","who":"root"}""", 400)]
    [DataRow("""["a"]""", 400)]
    [DataRow("{", 400)]
    public async Task Post_Reason_IsALineOfText(string body, int expected)
    {
        var statuses = await Task.WhenAll(ReasonPaths.Select(async path =>
        {
            using var answer = await PostAsync(path, body);
            return answer.StatusCode == HttpStatusCode.Accepted ? 200 : (int)answer.StatusCode;
        }));

        Assert.IsTrue(statuses.All(status => status == expected), string.Join(' ', statuses));
    }

    [TestMethod]
    public async Task PostJobs_EveryByteInAHeader_AddsNothingToTheWire()
    {
        var names = await Task.WhenAll(Enumerable.Range(0, 256).Select(b => HeaderStatusAsync($"X-{(char)b}A", "v")));
        var values = await Task.WhenAll(Enumerable.Range(0, 256).Select(b => HeaderStatusAsync("X-A", $"a{(char)b}b")));

        Assert.AreEqual(Tokens, new string([.. Taken(names)]));
        Assert.AreEqual("\t" + new string([.. Enumerable.Range(' ', 95).Select(c => (char)c)]), new string([.. Taken(values)]));
    }

    [TestMethod]
    // What only the sender may set
    [DataRow("Host")]
    [DataRow("content-length")]
    [DataRow("Transfer-Encoding")]
    [DataRow("Connection")]
    [DataRow("TE")]
    [DataRow("Upgrade")]
    [DataRow("X-Via-JobQueue")]
    [DataRow("X-JobQueue-Run")]
    [DataRow("x-jobqueue-user")]
    [DataRow("Idempotency-Key")]
    [DataRow("")]
    [DataRow("X-A: 1\r\nX-B")]
    public async Task PostJobs_ReservedHeader_IsRefused(string name)
    {
        Assert.AreEqual(400, await HeaderStatusAsync(name, "1"));
    }

    [TestMethod]
    public async Task Post_TwoThousandMutatedBodies_AreNever500()
    {
        var random = new Random(Seed);
        var bodies = Enumerable.Range(0, 2000).Select(_ => Mutated(random)).ToArray();

        var statuses = new List<int>();
        foreach (var chunk in bodies.Chunk(50))
            statuses.AddRange(await Task.WhenAll(chunk.Select(async (body, i) =>
            {
                using var content = new ByteArrayContent(body);
                content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                using var answer = await _app!.Client.PostAsync($"/jobqueue/api/{(i % 5 == 0 ? "queues/default/pause" : "jobs")}", content);
                return (int)answer.StatusCode;
            })));

        Assert.HasCount(2000, statuses);
        Assert.IsEmpty(statuses.Where(status => status >= 500 && status != 503));
        Assert.Contains(400, statuses);
    }

    // RFC 9110, 5.6.2, in the order of their codes.
    private const string Tokens = "!#$%&'*+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ^_`abcdefghijklmnopqrstuvwxyz|~";

    private static IEnumerable<char> Taken(int[] statuses) =>
        statuses.Index().Where(status => status.Item == 201).Select(status => (char)status.Index);

    private static async Task<int> HeaderStatusAsync(string name, string value)
    {
        var job = new { at = "now + 1 hour", request = new { uri = "/a", headers = new Dictionary<string, string> { [name] = value } } };
        using var answer = await PostAsync("jobs", JsonSerializer.Serialize(job));
        return (int)answer.StatusCode;
    }

    private static Task<HttpResponseMessage> PostAsync(string path, string body) =>
        _app!.Client.PostAsync("/jobqueue/api/" + path, Json(body));

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static byte[] Mutated(Random random)
    {
        var body = Encoding.UTF8.GetBytes(
            """{"at":"now + 1 hour","name":"made","retry":3,"jitter":"0s","request":{"method":"POST","uri":"/a?b=%20","headers":{"X-A":["1","2"]},"json":{"a":[1,2.5e3,"\u00e4",null]}},"timeZone":"Europe/Berlin","reason":"a"}""");
        for (var changes = random.Next(1, 6); changes > 0; changes--)
        {
            var at = random.Next(body.Length);
            body = random.Next(4) switch
            {
                0 => [.. body[..at], (byte)random.Next(256), .. body[(at + 1)..]],
                1 => [.. body[..at], .. body[Math.Min(at + random.Next(1, 20), body.Length)..], (byte)'}'],
                2 => [.. body[..at], .. body[random.Next(at + 1)..]],
                _ => [.. body[..at], .. "\\ud800\u202e1e400[{\"\0"u8[..random.Next(1, 12)], .. body[at..]],
            };
        }

        return body;
    }
}
