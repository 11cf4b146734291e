using JobQueue.Api.Hosting;
using JobQueue.Api.Tests.Signatures;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class TargetOptionsValidatorTests
{
    [TestMethod]
    public void Sending_FromConfiguration_IsWhatItSays()
    {
        var options = Options(
            ("Targets:billing:BaseUrl", "https://billing.example/v1"), ("Targets:billing:Secret", SignedRequest.Text),
            ("Targets:billing:Secrets:0", SignedRequest.OtherText), ("Targets:billing:Headers:Authorization", "Bearer x"),
            ("Targets:billing:Timeout", "30s"), ("Targets:billing:MaxConnections", "4"), ("Targets:mail:BaseUrl", "http://mail.example"),
            ("AllowFreeUrls", "true"), ("PublicUrl", "https://jobs.example/jobqueue"));

        var sending = TargetOptionsValidator.Sending(options);
        var (billing, mail) = (sending.Targets.Find("billing")!, sending.Targets.Find("mail")!);

        Assert.IsTrue(new TargetOptionsValidator().Validate(null, options).Succeeded);
        Assert.AreEqual("billing, mail", sending.Targets.Known);
        Assert.AreEqual(
            ("https://billing.example/v1", $"{SignedRequest.Text} {SignedRequest.OtherText}", "Authorization: Bearer x", TimeSpan.FromSeconds(30), 4),
            (billing.BaseUrl.AbsoluteUri, string.Join(' ', billing.Secrets.Select(secret => secret.Text)),
            string.Join(' ', billing.Headers.Select(field => $"{field.Key}: {field.Value}")), billing.Timeout, billing.MaxConnections));
        Assert.AreEqual((0, 0, null, 64), (mail.Secrets.Count, mail.Headers.Count, mail.Timeout, mail.MaxConnections));
        Assert.AreEqual((true, "https://jobs.example/jobqueue"), (sending.AllowsFreeUrls, sending.PublicUrl!.AbsoluteUri));
    }

    [TestMethod]
    // Setting, value, what the message says
    [DataRow("Targets:a b:BaseUrl", "http://a", "JobQueue:Targets:a b: found the target name \"a b\", expected letters, digits, ._-, at most 100.")]
    [DataRow("Targets:x:BaseUrl", "", "JobQueue:Targets:x:BaseUrl: found \"\", expected an http or https base URL, without user, query and fragment.")]
    [DataRow("Targets:x:BaseUrl", "/a", "JobQueue:Targets:x:BaseUrl: found \"/a\", expected an http or https base URL, without user, query and fragment.")]
    [DataRow("Targets:x:BaseUrl", "ftp://a", "JobQueue:Targets:x:BaseUrl: found \"ftp://a\", expected")]
    [DataRow("Targets:x:BaseUrl", "http://a?b", "JobQueue:Targets:x:BaseUrl: found \"http://a?b\", expected")]
    [DataRow("Targets:x:BaseUrl", "http://a#b", "JobQueue:Targets:x:BaseUrl: found \"http://a#b\", expected")]
    [DataRow("Targets:x:BaseUrl", "http://u:p@a", "JobQueue:Targets:x:BaseUrl: found a URL with a user, expected")]
    [DataRow("Targets:x:Secret", "hunter2", "JobQueue:Targets:x:Secret: expected whsec_ and Base64 of 24 to 64 bytes.")]
    [DataRow("Targets:x:Secrets:0", "whsec_AAAA", "JobQueue:Targets:x:Secrets:0: expected whsec_ and Base64 of 24 to 64 bytes.")]
    [DataRow("Targets:x:Headers:a b", "1", "JobQueue:Targets:x:Headers:a b: found the header \"a b\", expected a header like Name: value.")]
    [DataRow("Targets:x:Headers:Host", "a", "JobQueue:Targets:x:Headers:Host: found the header \"Host\", expected another header: the URI says the host.")]
    [DataRow("Targets:x:Headers:Connection", "a", "expected another header: it belongs to the connection, not to the request.")]
    [DataRow("Targets:x:Headers:X-JobQueue-User", "a", "expected another header: JobQueue sets it.")]
    [DataRow("Targets:x:Headers:webhook-id", "a", "expected another header: JobQueue sets it.")]
    [DataRow("Targets:x:Headers:X-A", "a\r\nX-B: b", "JobQueue:Targets:x:Headers:X-A: expected a value of visible ASCII, blanks and tabs.")]
    [DataRow("Targets:x:Timeout", "0s", "JobQueue:Targets:x:Timeout: found 00:00:00, expected a duration of more than 0 and at most 24h.")]
    [DataRow("Targets:x:Timeout", "25h", "JobQueue:Targets:x:Timeout: found 1.01:00:00, expected a duration of more than 0 and at most 24h.")]
    [DataRow("Targets:x:MaxConnections", "0", "JobQueue:Targets:x:MaxConnections: found 0, expected 1 to 10000.")]
    [DataRow("PublicUrl", "https://user:secret@jobs.example", "JobQueue:PublicUrl: found a URL with a user, expected an http or https base URL, without user, query and fragment.")]
    [DataRow("PublicUrl", "jobs", "JobQueue:PublicUrl: found \"jobs\", expected an http or https base URL, without user, query and fragment.")]
    [DataRow("TrustedSecrets:0", "hunter2", "JobQueue:TrustedSecrets:0: expected whsec_ and Base64 of 24 to 64 bytes.")]
    public void Validate_BadSetting_SaysWhereAndWhatWasExpected(string setting, string value, string message)
    {
        var result = new TargetOptionsValidator().Validate(null, Options(("Targets:x:BaseUrl", "http://x.example"), (setting, value)));

        StringAssert.Contains(result.FailureMessage, message);
        Assert.IsFalse(result.FailureMessage!.Contains("hunter2", StringComparison.Ordinal) || result.FailureMessage.Contains("u:p", StringComparison.Ordinal));
    }

    private static JobQueueOptions Options(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.GroupBy(setting => setting.Key).Select(said => KeyValuePair.Create($"JobQueue:{said.Key}", (string?)said.Last().Value)))
            .Build();
        var options = new JobQueueOptions();
        new JobQueueConfiguration(configuration).Configure(options);
        return options;
    }
}
