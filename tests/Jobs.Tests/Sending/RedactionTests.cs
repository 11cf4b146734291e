using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class RedactionTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa+/";

    [TestMethod]
    // Header of the target, its value, what comes back, what is kept of it
    [DataRow("X-Key", "canary-1", "a canary-1 b canary-1", "a [redacted] b [redacted]")]
    [DataRow("X-Key", "canary-", "a canary- b", "a canary- b")]
    [DataRow("Authorization", "Bearer canary-token", "Bearer canary-token, canary-token", "[redacted], [redacted]")]
    [DataRow("Authorization", "Basic YW5uOmNhbmFyeS1wYXNz", "ann:canary-pass, canary-pass, YW5uOmNhbmFyeS1wYXNz", "[redacted], [redacted], [redacted]")]
    [DataRow("Cookie", "a=canary-a; b=canary-b", "canary-a canary-b", "[redacted] [redacted]")]
    [DataRow("X-Key", "canary+/<\"1", """{"a":"canary\u002B/\u003C\u00221"}""", """{"a":"[redacted]"}""")]
    [DataRow("X-Key", "canary+/<\"1", """{"a":"canary+\/<\"1","b":"canary+/<\"1"}""", """{"a":"[redacted]","b":"[redacted]"}""")]
    [DataRow("X-Key", "canary+/<\"1", "/?a=canary%2B%2F%3C%221 canary+/&lt;&quot;1", "/?a=[redacted] [redacted]")]
    [DataRow("X-Key", "12345678", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa+/ MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa+/", "[redacted] [redacted]")]
    public void Of_Response_KeepsNoSecretInHeadersBodyAndError(string name, string value, string answer, string kept)
    {
        var redacted = Redaction.Of(Target(new(name, value))).Of(Result(answer));

        Assert.AreEqual(
            (kept, kept, kept),
            (Encoding.UTF8.GetString(redacted.Response!.Body.Span), redacted.Response.Headers.Single().Value, redacted.Error));
        Assert.IsFalse(redacted.Response.IsTruncated);
    }

    [TestMethod]
    public void Of_BodyCutWithinASecret_KeepsNoBeginningOfIt()
    {
        var body = Encoding.UTF8.GetBytes("text canary-12345");
        var cut = new AttemptResult(AttemptEnd.Responded, new Response { Status = 200, Body = body, BodyBytes = body.Length + 10 }, null);

        var redacted = Redaction.Of(Target(new("X-Key", "canary-123456789"))).Of(cut).Response!;

        Assert.AreEqual("text ", Encoding.UTF8.GetString(redacted.Body.Span));
        Assert.IsTrue(redacted.IsTruncated);
    }

    [TestMethod]
    public void Of_Problem_KeepsNoSecret()
    {
        var result = Result("a") with { Problem = "the key canary-1 has expired" };

        Assert.AreEqual("the key [redacted] has expired", Redaction.Of(Target(new("X-Key", "canary-1"))).Of(result).Problem);
    }

    [TestMethod]
    public void Of_NoSecrets_IsTheSame()
    {
        var result = Result("canary-1");

        Assert.AreSame(result, Redaction.Of(new Target { Name = "t", BaseUrl = new Uri("http://t") }).Of(result));
    }

    private static Target Target(KeyValuePair<string, string> header) => new()
    {
        Name = "t",
        BaseUrl = new Uri("http://t"),
        Headers = [header],
        Secrets = [WebhookSecret.TryParse(Secret, out var secret) ? secret : throw new InvalidOperationException()],
    };

    private static AttemptResult Result(string answer) => new(
        AttemptEnd.Responded,
        new Response { Status = 302, Headers = [new("Location", answer)], Body = Encoding.UTF8.GetBytes(answer), BodyBytes = answer.Length },
        answer);
}
