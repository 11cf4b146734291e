using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class ProblemTextTests
{
    private const string Problem = "application/problem+json";

    [TestMethod]
    // Status, content type, body, what it says
    [DataRow(500, Problem, """{"title":"Broken","detail":"the disk is full"}""", "the disk is full")]
    [DataRow(400, "Application/Problem+JSON ; charset=utf-8", """{"detail":" too long "}""", "too long")]
    [DataRow(500, Problem, """{"title":"Broken"}""", "Broken")]
    [DataRow(500, Problem, """{"title":"Broken","detail":" "}""", "Broken")]
    [DataRow(500, Problem, """{"title":"Broken","detail":{"a":1}}""", "Broken")]
    [DataRow(500, Problem, """{"title":7,"detail":null}""", null)]
    [DataRow(500, Problem, "{\"detail\":", null)]
    [DataRow(500, Problem, """{"detail":"\ud800"}""", null)]
    [DataRow(500, Problem, """["detail"]""", null)]
    [DataRow(500, Problem, "", null)]
    [DataRow(500, "application/problem+jsonp", """{"detail":"a"}""", null)]
    [DataRow(500, "application/json", """{"detail":"a"}""", null)]
    [DataRow(200, Problem, """{"detail":"a"}""", null)]
    public void Of_Response_IsTheDetailElseTheTitle(int status, string contentType, string body, string? expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var response = new Response { Status = status, Headers = [new("content-type", contentType)], Body = bytes, BodyBytes = bytes.Length };

        Assert.AreEqual(expected, ProblemText.Of(response));
    }

    [TestMethod]
    // Bytes before the end that are not kept, characters of the detail, whether it is read
    [DataRow(0, 1_000, true)]
    [DataRow(1, 1_000, false)]
    [DataRow(0, ProblemText.MaxReadBytes, false)]
    public void Of_LongOrCutDocument_IsNotRead(int missing, int characters, bool isRead)
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"detail":"{{new string('x', characters)}}"}""");
        var response = new Response { Status = 500, Headers = [new("Content-Type", Problem)], Body = bytes, BodyBytes = bytes.Length + missing };

        Assert.AreEqual(isRead, ProblemText.Of(response) is not null);
    }
}
