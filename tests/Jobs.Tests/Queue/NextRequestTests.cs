using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class NextRequestTests
{
    [TestMethod]
    // The request, its address, the link, the request of the next run
    [DataRow("/orders?page=1", "https://localhost/orders?page=1", "/orders?page=2", "/orders?page=2")]
    [DataRow("/orders?page=1", "https://localhost/orders?page=1", "?page=2", "/orders?page=2")]
    [DataRow("/a/b", "https://localhost/a/b", "c", "/a/c")]
    [DataRow("/a/b", "https://localhost/a/b", "https://LOCALHOST:443/x?y#z", "/x?y")]
    [DataRow("/v1/a?p=1", "https://shop.example/api/v1/a?p=1", "https://shop.example/api/v1/a?p=2", "/v1/a?p=2")]
    [DataRow("v1/a", "https://shop.example/api/v1/a", "?p=2", "/v1/a?p=2")]
    [DataRow("http://shop.example/a", "http://shop.example/a", "/b c", "http://shop.example/b%20c")]
    [DataRow("/%C3%BC?q=%2F", "https://localhost/%C3%BC?q=%2F", "?q=%20", "/%C3%BC?q=%20")]
    public void Of_LinkOnTheSameServer_IsFollowed(string uri, string address, string link, string expected)
    {
        var next = NextRequest.Of(RunOf(uri), Response(address, link));

        Assert.AreEqual(new NextRequest(expected, null), next);
    }

    [TestMethod]
    // The link, and why it is not followed
    [DataRow("https://evil.example/api/a", "it leads to another server")]
    [DataRow("//evil.example/api/a", "it leads to another server")]
    [DataRow("https://shop.example:444/api/a", "it leads to another server")]
    [DataRow("http://shop.example/api/a", "it leads to another server")]
    [DataRow("file:///etc/passwd", "it is not an address")]
    [DataRow("javascript:alert(1)", "it is not an address")]
    [DataRow("/admin", "it leads out of the job's target")]
    [DataRow("../admin", "it leads out of the job's target")]
    [DataRow("/apiary/a", "it leads out of the job's target")]
    public void Of_LinkToElsewhere_IsRefused(string link, string reason)
    {
        var next = NextRequest.Of(RunOf("/a"), Response("https://shop.example/api/a", link));

        Assert.AreEqual(new NextRequest(null, $"the link to {link} is not followed: {reason}"), next);
    }

    [TestMethod]
    public void Of_TheThousandthLink_IsTheLast()
    {
        var last = NextRequest.Of(RunOf("/a") with { Links = 999 }, Response("https://localhost/a", "/b"));
        var beyond = NextRequest.Of(RunOf("/a") with { Links = 1000 }, Response("https://localhost/a", "/b"));

        Assert.AreEqual("/b", last!.To);
        Assert.AreEqual("the link to /b is not followed: the job has followed 1000 links, one after the other", beyond!.Refusal);
    }

    private static Run RunOf(string uri) => new()
    {
        Id = "r",
        Due = DateTimeOffset.UnixEpoch,
        Created = DateTimeOffset.UnixEpoch,
        Request = new JobRequest { Uri = uri },
    };

    private static AttemptResult Response(string address, string link) =>
        new(AttemptEnd.Responded, new Response { Status = 200, Headers = [new("Link", $"<{link}>; rel=next")] }, null) { Address = new Uri(address) };
}
