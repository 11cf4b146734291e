using System.Globalization;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>Jobs from the API that are due once: now, later, and what is wrong with them.</summary>
[TestClass]
public sealed class OneTimeTests
{
    private const string NoJobs = "# no recurring jobs\n";

    // Far enough away that it is to come when the request is there: what was due before this minute is refused.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private const int Flood = 2000;
    private const int Clients = 32;

    [TestMethod]
    public async Task Post_Now_IsRunAtOnceAndItsResponseKept()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs);

        var (status, job) = await host.PostAsync("/api/jobs", Job("now", ("name", "hello"), ("user", "ada")));
        var done = await host.JobAsync("hello", "completed");

        Assert.AreEqual(201, status);
        Assert.AreEqual((string)job!["id"]!, (string)done["last"]!["runId"]!, "a one-time job is a run: same id");
        Assert.AreEqual(("succeeded", 200), ((string)done["last"]!["state"]!, (int)done["last"]!["status"]!));
        using var response = await host.ResponseAsync((string)job["id"]!);
        Assert.StartsWith("GET /echo\nuser: ada\n", await response.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Post_InMinutes_WaitsAndIsRunBeforeItsTimeOnDemand()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs);
        var before = DateTimeOffset.UtcNow;

        var (_, job) = await host.PostAsync("/api/jobs", Job("now + 5 minutes", ("name", "later")));
        var due = DateTimeOffset.Parse((string)job!["next"]!, CultureInfo.InvariantCulture);
        var run = await host.PostAsync("/api/jobs/later/run");
        await host.JobAsync("later", "completed");

        Assert.IsInRange(before.AddMinutes(5), DateTimeOffset.UtcNow.AddMinutes(5), due);
        Assert.AreEqual("scheduled", (string)job["state"]!);
        Assert.AreEqual((202, (string)job["id"]!), (run.Status, (string)run.Body!["runId"]!));
    }

    [TestMethod]
    public async Task Post_AtAnInstant_IsRunThenAndNotBefore()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs);
        var due = DateTimeOffset.UtcNow + Soon;

        await host.PostAsync("/api/jobs", Job(due.ToString("O", CultureInfo.InvariantCulture), ("name", "then")));
        await host.JobAsync("then", "completed");

        var run = await host.GetAsync($"/api/runs/{(await host.GetAsync("/api/jobs/then"))["id"]}");
        Assert.AreEqual(due, DateTimeOffset.Parse((string)run["due"]!, CultureInfo.InvariantCulture));
        Assert.IsGreaterThanOrEqualTo(0.0, (double)run["latenessMs"]!);
    }

    [TestMethod]
    public async Task Get_Failed_SaysWhyAndWhen()
    {
        var host = await Shared.Value;

        var slow = Job("now", ("name", "slow"), ("timeout", "1s"), ("retry", "0"));
        slow["request"] = new JsonObject { ["uri"] = "/echo?delay=30s" };
        await host.PostAsync("/api/jobs", slow);
        var last = (await host.JobAsync("slow", "completed"))["last"]!;

        var run = await host.GetAsync($"/api/runs/{last["runId"]}");
        Assert.AreEqual(("timed_out", 0, 1), ((string)last["state"]!, (int)last["status"]!, (int)last["attempt"]!));
        Assert.IsFalse(string.IsNullOrEmpty((string?)last["error"]));
        foreach (var field in new[] { "started", "finished", "durationMs", "error" })
            Assert.AreEqual(run[field]!.ToJsonString(), last[field]!.ToJsonString());
    }

    [TestMethod]
    public async Task Get_Cancelled_SaysWhy()
    {
        var host = await Shared.Value;
        var (_, job) = await host.PostAsync("/api/jobs", Job("now + 1 hour"));

        await host.PostAsync($"/api/runs/{job!["id"]}/cancel", new JsonObject { ["reason"] = "enough" });
        var cancelled = (await host.GetAsync($"/api/jobs/{job["id"]}"))["events"]!.AsArray().Single()!;

        Assert.AreEqual(("cancelled", "enough"), ((string)cancelled["kind"]!, (string)cancelled["reason"]!));
    }

    [TestMethod]
    public async Task Post_WaitingWhenTheProcessIsKilled_IsRunAtItsTimeAfterTheNextStart()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs);
        var due = DateTimeOffset.UtcNow + Soon;
        var (_, job) = await host.PostAsync("/api/jobs", Job(due.ToString("O", CultureInfo.InvariantCulture)));
        await host.KillAsync();

        await host.StartAsync();
        var done = await host.JobAsync((string)job!["id"]!, "completed");

        Assert.AreEqual("succeeded", (string)done["last"]!["state"]!);
    }

    [TestMethod]
    //       body                                                                                field           column  expected contains
    [DataRow("""{}""", "at", 0, "one of them")]
    [DataRow("""{"at":"now","cron":"* * * * *","request":{"uri":"/"}}""", "at", 0, "one of them")]
    [DataRow("""{"at":"sometime","request":{"uri":"/"}}""", "at", 1, "a time")]
    [DataRow("""{"at":"now + 5 parsecs","request":{"uri":"/"}}""", "at", 9, "minutes")]
    [DataRow("""{"cron":"60 * * * *","request":{"uri":"/"}}""", "cron", 1, "0 to 59")]
    [DataRow("""{"at":"now"}""", "request", 0, "an object")]
    [DataRow("""{"at":"now","request":{}}""", "request.uri", 0, "/")]
    [DataRow("""{"at":"now","request":{"uri":"http://169.254.169.254/"}}""", "request.uri", 0, "a path")]
    [DataRow("""{"at":"now","request":{"uri":"/a b"}}""", "request.uri", 3, "")]
    [DataRow("""{"at":"now","request":{"uri":"/","method":"get"}}""", "request.method", 0, "upper case")]
    [DataRow("""{"at":"now","request":{"uri":"/","headers":{"Bad Name":"x"}}}""", "request.headers.Bad Name", 0, "")]
    [DataRow("""{"at":"now","request":{"uri":"/","headers":{"X-Word":"a\r\nb"}}}""", "request.headers.X-Word", 2, "visible")]
    [DataRow("""{"at":"now","request":{"uri":"/","body":"a","json":{}}}""", "request", 0, "one of body")]
    [DataRow("""{"at":"now","request":{"uri":"/","bodyBase64":"?"}}""", "request.bodyBase64", 0, "Base64")]
    [DataRow("""{"at":"now","request":{"uri":"/"},"retry":101}""", "retry", 0, "0 to 100")]
    [DataRow("""{"at":"now","request":{"uri":"/"},"timeout":"soon"}""", "timeout", 0, "duration")]
    [DataRow("""{"at":"now","request":{"uri":"/"},"removeOn":"99"}""", "removeOn", 0, "")]
    [DataRow("""{"at":"now","request":{"uri":"/"},"timeZone":"Mars/Phobos"}""", "timeZone", 0, "Europe/Berlin")]
    [DataRow("""{"at":"now","request":{"uri":"/"},"name":"two words"}""", "name", 0, "letters")]
    [DataRow("""{"at":"now","request":{"uri":"/"},"colour":"red"}""", "colour", 0, "one of")]
    [DataRow("""[]""", "", 0, "object")]
    [DataRow("""{"at":"now",}""", "", 13, "well-formed JSON: ")]
    [DataRow("""{"name":"Grüße",}""", "", 17, "well-formed JSON: ")]
    [DataRow("{\"user\":\"ü\",\n\"name\":\"Grüße\",}", "", 16, "well-formed JSON: ")]
    [DataRow("""{bad""", "", 2, "well-formed JSON: 'b' is an invalid start of a property name. Expected a '\"'")]
    [DataRow("""{"a":1,"a":2}""", "", 0, "well-formed JSON: ")]
    public async Task Post_BadJob_IsAProblemThatSaysWhereAndWhatWasExpected(string body, string field, int column, string expected)
    {
        var host = await Shared.Value;

        using var request = new HttpRequestMessage(HttpMethod.Post, host.Url + "/api/jobs");
        request.Content = new StringContent(body, null, "application/json");
        using var response = await HostUnderTest.SendAsync(request);

        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.AreEqual((400, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        var fault = problem["faults"]!.AsArray().Select(fault => fault!).First(fault => (string)fault["field"]! == field);
        Assert.AreEqual(column, (int?)fault["column"] ?? 0, fault.ToJsonString());
        Assert.Contains(expected, (string)fault["expected"]!);
        Assert.AreNotEqual("", (string)fault["found"]!);
        Assert.DoesNotContain("LineNumber", (string)problem["detail"]!);
    }

    [TestMethod]
    public async Task Post_NameTaken_Is409UntilTheJobIsDone()
    {
        await using var host = await HostUnderTest.StartAsync("0 3 * * *  -  /echo --name taken\n");

        var ofRecurring = await host.PostAsync("/api/jobs", Job("now", ("name", "taken")));
        var first = await host.PostAsync("/api/jobs", Job("now + 1 hour", ("name", "mine")));
        var again = await host.PostAsync("/api/jobs", Job("now", ("name", "mine")));
        var recurring = await host.PostAsync(
            "/api/jobs", new JsonObject { ["cron"] = "@daily", ["name"] = "mine", ["request"] = new JsonObject { ["uri"] = "/echo" } });
        await host.PostAsync("/api/jobs/mine/run");
        await host.JobAsync("mine", "completed");
        var after = await host.PostAsync("/api/jobs", Job("now", ("name", "mine")));

        Assert.AreEqual("409 201 409 409 201", $"{ofRecurring.Status} {first.Status} {again.Status} {recurring.Status} {after.Status}");
        Assert.Contains("name", (string)again.Body!["detail"]!);
    }

    [TestMethod]
    public async Task Post_SameNameAtOnce_ExactlyOneGetsIt()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => host.PostAsync("/api/jobs", Job("now + 1 hour", ("name", "one")))));

        Assert.AreEqual(1, answers.Count(answer => answer.Status == 201));
        Assert.AreEqual(Clients - 1, answers.Count(answer => answer.Status == 409));
    }

    [TestMethod]
    public async Task Post_Flood_IsExecutedExactlyOnceEach()
    {
        await using var host = new HostUnderTest();
        var witness = new Witness(Path.Combine(host.Folder, "witness"));
        host.Save(NoJobs);
        await host.StartAsync([.. witness.Environment]);
        var left = Flood;
        var accepted = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
        {
            var ids = new List<string>();
            while (Interlocked.Decrement(ref left) >= 0)
                ids.Add((string)(await host.PostAsync("/api/jobs", Job("now"))).Body!["id"]!);
            return ids;
        }));

        await Until.TrueAsync("all runs done", () => host.Ledger.Count(LedgerFile.OpenRuns) == 0);

        var ids = accepted.SelectMany(id => id).Order().ToList();
        CollectionAssert.AreEqual(ids, host.Ledger.Runs().Select(run => run.Id).Order().ToList());
        CollectionAssert.AreEqual(ids, witness.Arrivals().Select(arrival => arrival.RunId).Order().ToList());
        Assert.AreEqual(Flood, host.Ledger.Count("runs WHERE state = 'succeeded' AND status = 200 AND attempt = 1"));
    }

    private static JsonObject Job(string at, params (string Name, string Value)[] fields)
    {
        var job = new JsonObject { ["at"] = at, ["request"] = new JsonObject { ["uri"] = "/echo" } };
        foreach (var (name, value) in fields)
            job[name] = value;
        return job;
    }

    // The rows leave nothing behind, so they have one process between them.
    private static readonly Lazy<Task<HostUnderTest>> Shared = new(() => HostUnderTest.StartAsync(NoJobs));

    [ClassCleanup]
    public static async Task EndSharedAsync()
    {
        if (Shared.IsValueCreated)
            await (await Shared.Value).DisposeAsync();
    }
}
