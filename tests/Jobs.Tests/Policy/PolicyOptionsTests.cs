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
    [DataRow("--mail-on", "always")]
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
    [DataRow("--mail-on", "sometimes")]
    [DataRow("--target", "ftp://example.com")]
    [DataRow("--target", "https://user:secret@example.com")]
    [DataRow("--summary", "two\nlines")]
    public void Read_BadText_IsNull(string option, string text) =>
        Assert.IsNull(PolicyOptions.All.Single(candidate => candidate.Option == option).Read(JobPolicy.Default, text));

    [TestMethod]
    public void Print_Default_IsNothing() => Assert.IsNull(PolicyJson.Print(JobPolicy.Default with { Retry = 3 }));
}
