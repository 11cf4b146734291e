using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class RunUriTests
{
    [TestMethod]
    // Base URL, path, the address
    [DataRow("https://a.example", "/x?y=1", "https://a.example/x?y=1")]
    [DataRow("https://a.example/", "/x", "https://a.example/x")]
    [DataRow("https://a.example/base", "/x", "https://a.example/base/x")]
    [DataRow("https://a.example/base/", "/x", "https://a.example/base/x")]
    [DataRow("https://a.example/base", "/", "https://a.example/base/")]
    [DataRow("https://a.example/base", "/x/../y", "https://a.example/base/y")]
    [DataRow("https://a.example/base", "/x/%2e%2e/y", "https://a.example/base/y")]
    [DataRow("https://a.example/base", "/x?../../y", "https://a.example/base/x?../../y")]
    [DataRow("https://a.example/base", "/..x/y..", "https://a.example/base/..x/y..")]
    [DataRow("https://a.example/base", "/@evil.example/", "https://a.example/base/@evil.example/")]
    // Out of the base's path
    [DataRow("https://a.example/base", "/..", null)]
    [DataRow("https://a.example/base", "/../x", null)]
    [DataRow("https://a.example/base", "/../basement", null)]
    [DataRow("https://a.example/base", "/x/../../y", null)]
    [DataRow("https://a.example/base", "/%2e%2e/x", null)]
    [DataRow("https://a.example/base", "/.%2E/x", null)]
    [DataRow("https://a.example/base", "/..%2fx", null)]
    [DataRow("https://a.example/base", "/..%5Cx", null)]
    [DataRow("https://a.example/base", "/a%2f..%2f..%2fx", null)]
    public void TryResolveBelow_Path_IsBelowTheBaseOrNowhere(string target, string path, string? expected)
    {
        var found = RunUri.TryResolveBelow(new Uri(target), path, out var uri) ? uri.AbsoluteUri : null;

        Assert.AreEqual(expected, found);
    }

    [TestMethod]
    // Address, whether it is below https://a.example/base
    [DataRow("https://a.example/base", true)]
    [DataRow("https://a.example/base/x", true)]
    [DataRow("https://A.EXAMPLE:443/base/x", true)]
    [DataRow("https://a.example/base?x", true)]
    [DataRow("https://a.example/basement", false)]
    [DataRow("https://a.example/", false)]
    [DataRow("https://a.example/BASE/x", false)]
    [DataRow("http://a.example/base/x", false)]
    [DataRow("https://a.example:444/base/x", false)]
    [DataRow("https://b.example/base/x", false)]
    [DataRow("https://a.example/base/..%2fx", false)]
    public void IsBelow_Address_IsOfTheSameServerAndPath(string uri, bool expected)
    {
        Assert.AreEqual(expected, RunUri.IsBelow(new Uri("https://a.example/base"), new Uri(uri)));
    }

    [TestMethod]
    // Text, whether it is a base URL
    [DataRow("https://a.example", true)]
    [DataRow("http://127.0.0.1:8080/base", true)]
    [DataRow("HTTP://a.example", true)]
    [DataRow("ftp://a.example", false)]
    [DataRow("a.example", false)]
    [DataRow("https://", false)]
    [DataRow("https://u:p@a.example", false)]
    [DataRow("https://@a.example", false)]
    [DataRow("https://a.example?x", false)]
    [DataRow("https://a.example#x", false)]
    [DataRow("https:\\\\a.example", false)]
    [DataRow("https://a.example\\x", false)]
    [DataRow("https://a.example/ x", false)]
    [DataRow("https://ä.example", false)]
    public void TryParseBaseUrl_Text_IsAServersAddress(string text, bool expected)
    {
        Assert.AreEqual(expected, BaseUrl.TryParse(text, out _));
    }
}
