using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Tests.Policy;

[TestClass]
public sealed class PolicyOptionsTests
{
    [TestMethod]
    // Option, text
    [DataRow("--name", "weekly.report_1-a")]
    [DataRow("--tz", "Europe/Berlin")]
    [DataRow("--timeout", "30m")]
    [DataRow("--success", "200")]
    [DataRow("--retry", "0")]
    [DataRow("--retry-on", "0,5xx")]
    [DataRow("--remove-on", "0,400-599")]
    [DataRow("--pause-on", "503")]
    [DataRow("--overlap", "queue")]
    [DataRow("--catch-up", "all")]
    [DataRow("--on-crash", "never")]
    [DataRow("--queue", "mail")]
    [DataRow("--priority", "-100")]
    [DataRow("--jitter", "1h")]
    [DataRow("--mailto", "a@example.com")]
    [DataRow("--mailto", "a@example.com,b.c+d@localhost")]
    [DataRow("--mail-on", "always")]
    [DataRow("--mail-on", "failure,recovery,change,always")]
    [DataRow("--mail-on", "never")]
    [DataRow("--on-failure", "POST https://alerts.example.com/hook?a=b")]
    [DataRow("--on-failure", "PUT /alerts")]
    [DataRow("--expect-every", "1m")]
    [DataRow("--expect-every", "366d")]
    [DataRow("--target", "https://example.com/app")]
    [DataRow("--summary", "A line for people")]
    public void Read_GoodText_IsPrintedAndKeptTheSame(string option, string text)
    {
        var row = PolicyOptions.All.Single(candidate => candidate.Option == option);

        var policy = row.Read(JobPolicy.Default, text);

        Assert.IsNotNull(policy);
        Assert.AreEqual(text, row.Print(policy));
        Assert.AreEqual(policy, PolicyJson.Parse(PolicyJson.Print(policy), policy.Name));
    }

    [TestMethod]
    // Option, text
    [DataRow("--name", "a b")]
    [DataRow("--name", "01a1fca7-40b7-704d-b073-c4c81f15d852")]
    [DataRow("--tz", "Mars/Olympus")]
    [DataRow("--timeout", "0")]
    [DataRow("--timeout", "25h")]
    [DataRow("--retry", "101")]
    [DataRow("--retry", "-1")]
    [DataRow("--remove-on", "abc")]
    [DataRow("--overlap", "Skip")]
    [DataRow("--priority", "101")]
    [DataRow("--mailto", "root")]
    [DataRow("--mailto", "a@example.com;b@example.com")]
    [DataRow("--mailto", "a@example.com,")]
    [DataRow("--mailto", "Anna <a@example.com>")]
    [DataRow("--mailto", "a@exam\nple.com")]
    [DataRow("--mailto", "a@example.com\r\nBcc: b@example.com")]
    [DataRow("--mailto", "ä@example.com")]
    [DataRow("--mailto", "a@-example.com")]
    [DataRow("--mail-on", "sometimes")]
    [DataRow("--mail-on", "")]
    [DataRow("--mail-on", "never,failure")]
    [DataRow("--on-failure", "https://alerts.example.com/hook")]
    [DataRow("--on-failure", "post /alerts")]
    [DataRow("--on-failure", "CONNECT /alerts")]
    [DataRow("--on-failure", "POST /alerts now")]
    [DataRow("--on-failure", "POST https://user:secret@alerts.example.com/")]
    [DataRow("--on-failure", "POST ftp://alerts.example.com/")]
    [DataRow("--on-failure", "POST //alerts.example.com/")]
    [DataRow("--expect-every", "59s")]
    [DataRow("--expect-every", "367d")]
    [DataRow("--target", "ftp://example.com")]
    [DataRow("--target", "https://user:secret@example.com")]
    [DataRow("--summary", "two\nlines")]
    public void Read_BadText_IsNull(string option, string text) =>
        Assert.IsNull(PolicyOptions.All.Single(candidate => candidate.Option == option).Read(JobPolicy.Default, text));

    [TestMethod]
    // Option, text, what is kept of it
    [DataRow("--mailto", " a@example.com , b@example.com,A@example.com", "a@example.com,b@example.com")]
    [DataRow("--mailto", "", null)]
    [DataRow("--mail-on", "recovery, failure", "failure,recovery")]
    [DataRow("--on-failure", "POST  https://alerts.example.com", "POST https://alerts.example.com/")]
    [DataRow("--on-failure", "", null)]
    [DataRow("--expect-every", "90m", "1h30m")]
    [DataRow("--expect-every", "", null)]
    public void Read_TextOfAnotherForm_IsKeptInOne(string option, string text, string? kept)
    {
        var row = PolicyOptions.All.Single(candidate => candidate.Option == option);

        var policy = row.Read(JobPolicy.Default with { MailTo = "x@y", OnFailure = new("GET", "/"), ExpectEvery = TimeSpan.FromDays(1) }, text);

        Assert.AreEqual(kept, row.Print(policy!));
    }

    [TestMethod]
    // MAILFROM, whether it can be that
    [DataRow("cron@example.com", true)]
    [DataRow("", true)]
    [DataRow("a@example.com,b@example.com", false)]
    [DataRow("cron@example.com\nBcc: b@example.com", false)]
    public void Read_MailFrom_IsOneAddress(string text, bool isOne) =>
        Assert.AreEqual(isOne, PolicyOptions.All.Single(option => option.Setting == "MAILFROM").Read(JobPolicy.Default, text) is not null);

    [TestMethod]
    public void Print_Default_IsNothing() => Assert.IsNull(PolicyJson.Print(JobPolicy.Default with { Retry = 3 }));
}
