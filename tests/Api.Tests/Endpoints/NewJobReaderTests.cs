using System.Text.Json;
using JobQueue.Api.Endpoints;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;

namespace JobQueue.Api.Tests.Endpoints;

[TestClass]
public sealed class NewJobReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 30, TimeSpan.Zero);

    [TestMethod]
    // Body, field, column, expected
    [DataRow("""[]""", "", null, "a JSON object")]
    [DataRow("""{"request":{"uri":"/a"}}""", "at", null, "one of them")]
    [DataRow("""{"at":"now","cron":"@daily","request":{"uri":"/a"}}""", "at", null, "one of them")]
    [DataRow("""{"at":"now + 5 minuts","request":{"uri":"/a"}}""", "at", 9, "minutes")]
    [DataRow("""{"at":5,"request":{"uri":"/a"}}""", "at", null, "a text")]
    [DataRow("""{"cron":"61 * * * *","request":{"uri":"/a"}}""", "cron", 1, "0 to 59")]
    [DataRow("""{"cron":"0 0 30 2 *","request":{"uri":"/a"}}""", "cron", 5, "")]
    [DataRow("""{"cron":"@reboot","request":{"uri":"/a"}}""", "cron", null, "crontabs")]
    [DataRow("""{"at":"now"}""", "request", null, "an object with method and uri")]
    [DataRow("""{"at":"now","request":{}}""", "request.uri", null, "a path")]
    [DataRow("""{"at":"now","request":{"uri":"/a b"}}""", "request.uri", 3, "visible ASCII")]
    [DataRow("""{"at":"now","request":{"uri":"http://169.254.169.254/"}}""", "request.uri", null, "a path")]
    [DataRow("""{"at":"now","request":{"uri":"//evil.example/"}}""", "request.uri", 1, "one /")]
    [DataRow("""{"at":"now","request":{"uri":"/a","method":"get"}}""", "request.method", null, "upper case")]
    [DataRow("""{"at":"now","request":{"uri":"/a","method":"GET / HTTP/1.1"}}""", "request.method", null, "upper case")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"X-A":"1\r\nX-B: 2"}}}""", "request.headers.X-A", 2, "visible ASCII")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"Content-Length":"5"}}}""", "request.headers.Content-Length", null, "another header")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"X-JobQueue-User":"root"}}}""", "request.headers.X-JobQueue-User", null, "JobQueue sets it")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"authorization":"x"}}}""", "request.headers.authorization", null, "JobQueue:Targets:NAME:Headers")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"Cookie":"x"}}}""", "request.headers.Cookie", null, "JobQueue:Targets:NAME:Headers")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"Proxy-Authorization":"x"}}}""", "request.headers.Proxy-Authorization", null, "JobQueue:Targets:NAME:Headers")]
    [DataRow("""{"at":"now","request":{"uri":"/a","body":"x","json":1}}""", "request", null, "one of")]
    [DataRow("""{"at":"now","request":{"uri":"/a","bodyBase64":"*"}}""", "request.bodyBase64", null, "Base64")]
    [DataRow("""{"at":"now","request":{"uri":"/a","boddy":"x"}}""", "request.boddy", null, "one of method")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"retry":101}""", "retry", null, "0 to 100")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"timeout":{}}""", "timeout", null, "duration")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"timeZone":"Mars/Olympus"}""", "timeZone", null, "IANA")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"overlap":"wait"}""", "overlap", null, "one of skip, queue, cancel, allow")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"jitter":"5m"}""", "jitter", null, "no jitter beside at")]
    [DataRow("""{"cron":"@daily","request":{"uri":"/a"},"jitter":"25h"}""", "jitter", null, "at most 24h")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"mailTo":"root"}""", "mailTo", null, "mail addresses like ops@example.com")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"mailFrom":"a@b,c@d"}""", "mailFrom", null, "a mail address like")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"expectEvery":"1h"}""", "expectEvery", null, "nothing expected again beside at")]
    [DataRow("""{"cron":"@daily","request":{"uri":"/a"},"onFailure":"/alerts"}""", "onFailure", null, "a request like POST")]
    [DataRow("""{"cron":"@daily","request":{"uri":"/a"},"onFailure":"POST http://169.254.169.254/"}""", "onFailure", null, "a path")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"target":"https://example.com"}""", "target", null, "the name of a configured target (none is configured)")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"nonsense":1}""", "nonsense", null, "one of at")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"user":"a b"}""", "user", null, "a name")]
    [DataRow("""{"at":"now","request":{"uri":"/a"},"user":"nobody"}""", "user", null, "backup")]
    public void Read_BadBody_IsAFaultOfItsField(string body, string field, int? column, string expected)
    {
        var reader = new NewJobReader(Now, new SchedulerOptions { Zone = TimeZoneInfo.Utc, Users = new HashSet<string> { "backup" } });
        using var document = JsonDocument.Parse(body);

        var job = reader.Read(document.RootElement);

        Assert.IsNull(job);
        var fault = reader.Faults.Single();
        Assert.AreEqual((field, column), (fault.Field, fault.Column));
        StringAssert.Contains(fault.Expected, expected);
    }

    [TestMethod]
    // Target, URI, whether free URLs are on; the fault's field, what is expected
    [DataRow("billing", "/a", false, "", "")]
    [DataRow("billing", "https://billing.example/v1/a", false, "", "")]
    [DataRow("https://a.example/", "/a", true, "", "")]
    [DataRow(null, "http://127.0.0.1/", true, "", "")]
    [DataRow("biling", "/a", false, "target", "a configured target (billing), or")]
    [DataRow("biling", "/a", true, "target", "a configured target (billing), or")]
    [DataRow("https://a.example/", "/a", false, "target", "the name of a configured target (billing); other addresses need JobQueue:AllowFreeUrls")]
    [DataRow(null, "https://billing.example/v1/a", false, "request.uri", "a path, which goes to the app itself or to the job's target (billing);")]
    [DataRow("billing", "https://billing.example/v2/a", false, "request.uri", "a path, which goes")]
    [DataRow("billing", "/../v2/a", false, "request.uri", "a path that does not lead out of the target billing")]
    [DataRow("billing", "/../v2/a", true, "request.uri", "a path that does not lead out of the target billing")]
    [DataRow(null, "file:///etc/passwd", true, "request.uri", "a path like")]
    [DataRow(null, "gopher://a.example/", true, "request.uri", "a path like")]
    [DataRow(null, "http://u:p@a.example/", true, "request.uri", "a URI without user")]
    [DataRow(null, "http://@a.example/", true, "request.uri", "a URI without user")]
    public void Read_Address_IsATargetsOrNeedsFreeUrls(string? target, string uri, bool allowsFreeUrls, string field, string expected)
    {
        var targets = new Targets([new Target { Name = "billing", BaseUrl = new Uri("https://billing.example/v1") }]);
        var reader = new NewJobReader(Now, new SchedulerOptions { Zone = TimeZoneInfo.Utc, Targets = targets, AllowsFreeUrls = allowsFreeUrls });
        using var document = JsonDocument.Parse(JsonSerializer.Serialize(new { at = "now", target = target ?? "", request = new { uri } }));

        var job = reader.Read(document.RootElement);

        Assert.AreEqual((field.Length == 0, field), (job is not null, string.Join(' ', reader.Faults.Select(fault => fault.Field))));
        StringAssert.Contains(string.Join(' ', reader.Faults.Select(fault => fault.Expected)), expected);
    }

    [TestMethod]
    public void Read_FieldsThatAreNull_AreAsLeftOut()
    {
        var reader = new NewJobReader(Now, new SchedulerOptions { Zone = TimeZoneInfo.Utc });
        using var document = JsonDocument.Parse("""{"at":"now","cron":null,"name":null,"target":null,"retry":null,"request":{"uri":"/a","headers":null}}""");

        var job = reader.Read(document.RootElement);

        Assert.IsEmpty(reader.Faults);
        Assert.AreEqual(JobPolicy.Default, job?.Policy);
    }

    [TestMethod]
    // Request, the body that is sent, its content type
    [DataRow("""{"uri":"/a","body":"x","bodyBase64":null,"json":null}""", "x", "")]
    [DataRow("""{"uri":"/a","body":null,"bodyBase64":"eA==","json":null}""", "x", "")]
    [DataRow("""{"uri":"/a","body":null,"bodyBase64":null,"json":[1]}""", "[1]", "application/json")]
    [DataRow("""{"uri":"/a","body":null,"bodyBase64":null,"json":null}""", "", "")]
    [DataRow("""{"uri":"/a","json":null}""", "null", "application/json")]
    public void Read_BodiesThatAreNull_AreAsLeftOut(string request, string body, string type)
    {
        var reader = new NewJobReader(Now, new SchedulerOptions { Zone = TimeZoneInfo.Utc });
        using var document = JsonDocument.Parse($$"""{"at":"now","request":{{request}}}""");

        var job = reader.Read(document.RootElement);

        Assert.AreEqual("", string.Join(' ', reader.Faults));
        Assert.AreEqual(body, System.Text.Encoding.UTF8.GetString(job!.Request.Body.Span));
        Assert.AreEqual(type, string.Join(' ', job.Request.Headers.Select(header => header.Value)));
    }

    [TestMethod]
    // Body, fields with a fault
    [DataRow("""{"retry":101,"request":{"uri":"/a b"}}""", "retry at request.uri")]
    [DataRow("""{"at":5,"retry":101,"request":{}}""", "retry at request.uri")]
    [DataRow("""{"At":"now","request":{"uri":"/a"}}""", "At at")]
    [DataRow("""{"at":"now","cron":"@daily","retry":101,"request":{"uri":"/a"}}""", "retry at")]
    public void Read_SeveralFaults_AreAllTold(string body, string fields)
    {
        var reader = new NewJobReader(Now, new SchedulerOptions { Zone = TimeZoneInfo.Utc });
        using var document = JsonDocument.Parse(body);

        reader.Read(document.RootElement);

        Assert.AreEqual(fields, string.Join(' ', reader.Faults.Select(fault => fault.Field)));
    }

    [TestMethod]
    // At, due
    [DataRow("now", "2026-03-01T12:00:30Z")]
    [DataRow("now + 5 minutes", "2026-03-01T12:05:30Z")]
    [DataRow("18:30", "2026-03-01T18:30:00Z")]
    [DataRow("2026-03-29T03:00:00+02:00", "2026-03-29T01:00:00Z")]
    public void Read_At_IsTheInstantUnderstood(string at, string due)
    {
        var reader = new NewJobReader(Now, new SchedulerOptions { Zone = TimeZoneInfo.Utc });
        using var document = JsonDocument.Parse($$$"""{"at":"{{{at}}}","request":{"uri":"/a","headers":{"X-A":["1","2"]},"json":{"b":1}},"retry":0}""");

        var job = reader.Read(document.RootElement)!;

        Assert.AreEqual(DateTimeOffset.Parse(due, null), job.Due);
        Assert.AreEqual(("POST", 0, 3), (job.Request.Method, job.Policy.Retry, job.Request.Headers.Count));
        Assert.AreEqual("""{"b":1}""", System.Text.Encoding.UTF8.GetString(job.Request.Body.Span));
    }
}
