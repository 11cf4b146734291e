using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class WebhookSignatureTests
{
    // The example of the Standard Webhooks specification.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [TestMethod]
    // Id, timestamp, body, signature; those without the specification's are from openssl dgst -sha256 -mac HMAC
    [DataRow("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330L, "{\"test\": 2432232314}", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [DataRow("run-1", 1614265330L, "", "v1,c2OqtkzBoBdbCpq2FBvc6jb/fKq6Gwa1yVoQarNkvhs=")]
    public void Fields_KnownRequest_AreThoseOfTheSpecification(string id, long timestamp, string body, string signature)
    {
        var fields = WebhookSignature.Fields([Parsed(Secret)], id, DateTimeOffset.FromUnixTimeSeconds(timestamp), Encoding.UTF8.GetBytes(body));

        Assert.AreEqual(
            $"webhook-id: {id}, webhook-timestamp: {timestamp}, webhook-signature: {signature}",
            string.Join(", ", fields.Select(field => $"{field.Key}: {field.Value}")));
    }

    [TestMethod]
    public void Fields_SeveralSecrets_AreOneSignatureEach()
    {
        var other = Parsed("whsec_" + Convert.ToBase64String(new byte[64]));
        var (id, now) = ("run-1", DateTimeOffset.FromUnixTimeSeconds(1));

        var both = WebhookSignature.Fields([Parsed(Secret), other], id, now, default).Last().Value;

        Assert.AreEqual(
            $"{WebhookSignature.Fields([Parsed(Secret)], id, now, default).Last().Value} {WebhookSignature.Fields([other], id, now, default).Last().Value}", both);
    }

    [TestMethod]
    // Bytes of the secret, whether it is one
    [DataRow(0, false)]
    [DataRow(23, false)]
    [DataRow(24, true)]
    [DataRow(64, true)]
    [DataRow(65, false)]
    public void TryParse_Length_IsFrom24To64Bytes(int bytes, bool expected)
    {
        Assert.AreEqual(expected, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));
    }

    [TestMethod]
    [DataRow(null)]
    [DataRow("")]
    [DataRow("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [DataRow("WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [DataRow("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS*")]
    public void TryParse_OtherText_IsNone(string? text)
    {
        Assert.IsFalse(WebhookSecret.TryParse(text, out _));
    }

    private static WebhookSecret Parsed(string text)
    {
        Assert.IsTrue(WebhookSecret.TryParse(text, out var secret));
        return secret!;
    }
}
