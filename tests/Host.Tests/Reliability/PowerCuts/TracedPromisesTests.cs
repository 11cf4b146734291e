using JobQueue.Reliability.PowerCuts;
using static JobQueue.Host.Tests.Reliability.PowerCuts.TraceLines;

namespace JobQueue.Host.Tests.Reliability.PowerCuts;

[TestClass]
public sealed class TracedPromisesTests
{
    [TestMethod]
    public void Of_AnswersAndRequests_TakesThoseThatPromise()
    {
        string[] lines =
        [
            Send("HTTP/1.1 200 OK\r\nDate: now\r\n\r\n"),
            Send("HTTP/1.1 201 Created\r\nDate: now\r\nLocation: /api/jobs/one\r\n\r\n{\"id\":\"one\"}"),
            Write("HTTP/1.1 201 Created\r\nLocation: /api/jobs/stored\r\n\r\n", offset: 0),
            Send("GET /x?y HTTP/1.1\r\nHost: there\r\nX-JobQueue-Run: two\r\nX-JobQueue-Attempt: 3\r\nX-JobQueue-Due: now\r\n\r\n"),
        ];

        var promises = TracedPromises.Of(TracedCalls.Read(lines));

        Assert.AreEqual((1, "one"), promises.Acknowledged.Single());
        Assert.AreEqual((3, "two", 3), promises.Sent.Single());
    }
}
