using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class DestinationTests
{
    private static readonly Target Billing = new() { Name = "billing", BaseUrl = new Uri("https://billing.example/v1") };

    [TestMethod]
    // Target, URI, the address and the target that it is
    [DataRow("billing", "/a", "https://billing.example/v1/a billing")]
    [DataRow("billing", "https://billing.example/v1/a", "https://billing.example/v1/a billing")]
    [DataRow("billing", "https://billing.example/v2/a", "https://billing.example/v2/a ")]
    [DataRow("billing", "https://other.example/v1/a", "https://other.example/v1/a ")]
    [DataRow(null, "https://billing.example/v1/a", "https://billing.example/v1/a ")]
    [DataRow("https://billing.example/v1", "/a", "https://billing.example/v1/a ")]
    public void Of_Address_IsTheTargetOnlyWhereThatIsNamed(string? target, string uri, string expected)
    {
        var found = Destination.Of(Attempts.Of(uri) with { Target = target }, Options(allowsFreeUrls: false), out _)!;

        Assert.AreEqual(expected, $"{found.Uri} {found.Target?.Name}");
    }

    [TestMethod]
    // Target, URI, refusal
    [DataRow("mailing", "/a", "\"mailing\" is not an http or https URL, nor a configured target")]
    [DataRow("billing", "/../a", "\"/../a\" is not a path below billing")]
    [DataRow("https://a.example/base", "/../a", "\"/../a\" is not a path below https://a.example/base")]
    [DataRow("https://u:p@a.example", "/a", "\"https://u:p@a.example\" is not an http or https base URL without user, query and fragment")]
    [DataRow(null, "https://u:p@a.example/", "a URL with a user in it is never sent")]
    [DataRow(null, "http://[::zz]/", "\"http://[::zz]/\" is not an http or https URL")]
    public void Of_NoAddress_SaysWhy(string? target, string uri, string expected)
    {
        var found = Destination.Of(Attempts.Of(uri) with { Target = target }, Options(allowsFreeUrls: true), out var refusal);

        Assert.IsNull(found);
        Assert.AreEqual(expected, refusal);
    }

    [TestMethod]
    // Target, URI, whether free URLs are on, whether it goes
    [DataRow("billing", "/a", false, true)]
    [DataRow("billing", "https://billing.example/v1/a", false, true)]
    [DataRow("billing", "https://billing.example/v2/a", false, false)]
    [DataRow(null, "https://billing.example/v1/a", false, false)]
    [DataRow("https://billing.example/v1", "/a", false, false)]
    [DataRow(null, "https://billing.example/v1/a", true, true)]
    [DataRow("https://billing.example/v1", "/a", true, true)]
    public void Of_JobOfTheApi_NeedsATargetOrFreeUrls(string? target, string uri, bool allowsFreeUrls, bool goes)
    {
        var found = Destination.Of(Attempts.Of(uri) with { Target = target, IsConfined = true }, Options(allowsFreeUrls), out var refusal);

        Assert.AreEqual((goes, goes), (found is not null, refusal is null));
    }

    private static SendingOptions Options(bool allowsFreeUrls) => new() { Targets = new Targets([Billing]), AllowsFreeUrls = allowsFreeUrls };
}
