using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class RequestUriTests
{
    [TestMethod]
    [DataRow("/")]
    [DataRow("/sessions/expire?limit=100&x=%20")]
    [DataRow("http://localhost:8080/a")]
    [DataRow("HTTPS://example.com")]
    [DataRow("http://[::1]:80/")]
    public void Refusal_UriOfAJob_IsNull(string uri) => Assert.IsNull(RequestUri.Refusal(uri));

    [TestMethod]
    [DataRow("/a b", 2, "visible ASCII: write other characters percent-encoded, as in %20")]
    [DataRow("/ü", 1, "visible ASCII: write other characters percent-encoded, as in %20")]
    [DataRow("/a\r\nHost: x", 2, "visible ASCII: write other characters percent-encoded, as in %20")]
    [DataRow("/a#b", 2, "a URI without fragment: it is never sent")]
    [DataRow("/\\evil", 1, "%5C for a backslash")]
    [DataRow("//evil/a", 0, "a path that begins with one /, or http:// before the host")]
    [DataRow("ftp://example.com/", 0, "a path like /backups or a URI like https://example.com/")]
    [DataRow("http://", 0, "a path like /backups or a URI like https://example.com/")]
    [DataRow("http://a:b@c/", 7, "a URI without user: secrets do not belong on a line")]
    [DataRow("", 0, "a path like /backups or a URI like https://example.com/")]
    public void Refusal_OtherUri_SaysWhereAndWhat(string uri, int at, string expected) =>
        Assert.AreEqual((at, expected), RequestUri.Refusal(uri));
}
