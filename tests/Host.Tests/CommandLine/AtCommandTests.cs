using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class AtCommandTests
{
    private const string Id = "0198c0de-0000-7000-8000-000000000001";

    private const string Job =
        $$"""{"id":"{{Id}}","kind":"at","state":"scheduled","timeZone":"Europe/Berlin","next":"2026-04-03T07:00:00.000Z"}""";

    [TestMethod]
    public async Task At_Created_PrintsIdAndInstantInItsZone()
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Job, $"/api/jobs/{Id}")));

        var result = await api.RunAsync("at", "next", "friday", "09:00", "POST", "/reports", "--tz", "Europe/Berlin");

        Assert.AreEqual(new CommandResult(0, $"job {Id} at 2026-04-03T09:00:00+02:00\n", ""), result);
    }

    [TestMethod]
    // command line, what is sent
    [DataRow("at now /x", """{"at":"now","request":{"method":"GET","uri":"/x"}}""")]
    [DataRow("at now HEAD http://example.com/", """{"at":"now","request":{"method":"HEAD","uri":"http://example.com/"}}""")]
    [DataRow("at --user report now + 5 minutes /x --requested-by me", """{"at":"now + 5 minutes","request":{"method":"GET","uri":"/x"},"user":"report","requestedBy":"me"}""")]
    [DataRow("at now /x -d @", null)]
    [DataRow("at now /x -d a=1", """{"at":"now","request":{"method":"POST","uri":"/x","headers":{"Content-Type":"application/x-www-form-urlencoded"},"body":"a=1"}}""")]
    [DataRow("at now PUT /x -H content-type:text/plain -d a", """{"at":"now","request":{"method":"PUT","uri":"/x","headers":{"content-type":"text/plain"},"body":"a"}}""")]
    [DataRow("at now /x -H X-A:1 -H X-A:2", """{"at":"now","request":{"method":"GET","uri":"/x","headers":{"X-A":["1","2"]}}}""")]
    [DataRow("at now -- /x --json {\"full\":true} --retry 5", """{"at":"now","request":{"method":"POST","uri":"/x","headers":{"Content-Type":"application/json","Accept":"application/json"},"body":"{\"full\":true}"},"retry":"5"}""")]
    [DataRow("at now /x --name n --remove-on 4xx,!429 --timeout 30m", """{"at":"now","request":{"method":"GET","uri":"/x"},"name":"n","timeout":"30m","removeOn":"4xx,!429"}""")]
    public async Task At_Request_IsSentAsSaid(string line, string? expected)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Job)));

        await api.RunAsync(line.Split(' '));

        var sent = api.Requests.SingleOrDefault()?.Body;
        Assert.AreEqual(Normal(expected), Normal(sent));
    }

    [TestMethod]
    public async Task At_BodyFromFile_IsSentByteForByte()
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Job)));
        var file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(file, [0, 255, 10]);

        await api.RunAsync("at", "now", "/x", "-d", "@" + file);

        File.Delete(file);
        Assert.Contains("\"bodyBase64\":\"AP8K\"", api.Requests.Single().Body);
    }

    [TestMethod]
    // What comes back for a new job
    [DataRow("""{"status":"ok"}""")]
    [DataRow("")]
    public async Task At_AnswerWithoutAnId_IsNotJobQueue(string answer)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(200, answer)));

        var result = await api.RunAsync("at", "now", "/x");

        Assert.AreEqual(new CommandResult(3, "", $"jobqueue: what answers at {api.Url} is not JobQueue: found no id of a job\n"), result);
    }

    [TestMethod]
    // Bytes of the body; the file or the standard input
    [DataRow(800_000, "@FILE", 1)]
    [DataRow(780_000, "@FILE", 0)]
    [DataRow(800_000, "@-", 1)]
    [DataRow(780_000, "@-", 0)]
    public async Task At_DocumentOverALimit_IsNotSent(int bytes, string body, int code)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Job)));
        using var folder = new TempFolder();
        var text = new string('x', bytes);
        await File.WriteAllTextAsync(folder.File("body"), text);

        var result = await JobQueueProcess.RunAsync(
            ["at", "now", "/x", "-d", body.Replace("FILE", folder.File("body"), StringComparison.Ordinal)], [("JOBQUEUE_SERVER", api.Url)], input: body == "@-" ? text : "");

        Assert.AreEqual((code, 1 - code), (result.ExitCode, api.Requests.Count));
        Assert.AreEqual(code == 1, result.Error.Contains("larger than 1 MiB", StringComparison.Ordinal));
    }

    [TestMethod]
    // --json, what is said
    [DataRow("{bad", "--json: column 2: found \"bad\", expected well-formed JSON: 'b' is an invalid start of a property name. Expected a '\"'.")]
    [DataRow("", "--json: column 1: found the end, expected well-formed JSON: ")]
    [DataRow("@FILE", "--json: found \"@FILE\", expected well-formed JSON in it: ")]
    public async Task At_JsonThatIsNone_IsNotSent(string json, string expected)
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Job)));
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("FILE"), "{bad");

        var result = await JobQueueProcess.RunAsync(
            ["at", "now", "/x", "--json", json], [("JOBQUEUE_SERVER", api.Url)], folder: folder.Path);

        Assert.AreEqual((1, 0), (result.ExitCode, api.Requests.Count));
        Assert.StartsWith("jobqueue: " + expected, result.Error);
    }

    [TestMethod]
    public async Task At_FieldsRefused_AreShownOneByOne()
    {
        const string problem = """
            {"title":"One or more validation errors occurred.","status":400,
             "errors":{"at":["found \"blue moon\", expected a time"],"retry":["found \"x\", expected a number from 0 to 100","no"]}}
            """;
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(400, problem)));

        var result = await api.RunAsync("at", "blue", "moon", "/x", "--retry", "x");

        const string expected = """
            jobqueue: at: found "blue moon", expected a time
            jobqueue: retry: found "x", expected a number from 0 to 100
            jobqueue: retry: no

            """;
        Assert.AreEqual(new CommandResult(1, "", expected), result);
    }

    [TestMethod]
    public async Task At_OutputJson_PrintsTheDocument()
    {
        await using var api = await StubApi.StartAsync(("POST /api/jobs", new StubAnswer(201, Job)));

        var result = await api.RunAsync("at", "now", "/x", "--output", "json");

        Assert.AreEqual(Normal(Job), Normal(result.Output));
    }

    private static string? Normal(string? json) => json is null ? null : JsonNode.Parse(json)!.ToJsonString();
}
