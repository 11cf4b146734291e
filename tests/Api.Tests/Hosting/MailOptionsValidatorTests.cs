using JobQueue.Api.Hosting;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class MailOptionsValidatorTests
{
    [TestMethod]
    // Settings below JobQueue:Mail, what the mailer is told: host, port, whether it is encrypted, user
    [DataRow("Host=mail.example.com From=a@b", "mail.example.com:25 True ")]
    [DataRow("Host=mail.example.com From=a@b Port=587 User=u Password=p Tls=starttls", "mail.example.com:587 True u")]
    [DataRow("Host=mail.example.com From=a@b Tls=none", "mail.example.com:25 False ")]
    [DataRow("Host=localhost From=a@b", "localhost:25 False ")]
    [DataRow("Host=127.0.0.1 From=a@b User=u Password=p", "127.0.0.1:25 False u")]
    [DataRow("Host=::1 From=a@b Tls=StartTls", "::1:25 True ")]
    [DataRow("From=nobody", "")]
    public void Settings_OfGoodOptions_AreThose(string text, string expected)
    {
        var options = Options(text);

        var settings = MailOptionsValidator.Settings(options, TimeZoneInfo.Utc);

        Assert.IsTrue(new MailOptionsValidator().Validate(null, options).Succeeded);
        Assert.AreEqual(expected, settings is null ? "" : $"{settings.Host}:{settings.Port} {settings.IsEncrypted} {settings.User}");
    }

    [TestMethod]
    // Settings below JobQueue:Mail, what the message says
    [DataRow("Host=mail.example.com", "JobQueue:Mail:From: found nothing, expected a mail address like jobs@example.com.")]
    [DataRow("Host=mail.example.com From=root", "JobQueue:Mail:From: found \"root\", expected a mail address like jobs@example.com.")]
    [DataRow("Host=http://mail From=a@b", "JobQueue:Mail:Host: found \"http://mail\", expected a host's name or address.")]
    [DataRow("Host=mail.example.com From=a@b Port=0", "JobQueue:Mail:Port: found 0, expected 1 to 65535.")]
    [DataRow("Host=mail.example.com From=a@b Port=465",
        "JobQueue:Mail:Port: found 465, expected 587 or 25 with STARTTLS: TLS from the first byte is not spoken.")]
    [DataRow("Host=mail.example.com From=a@b User=u", "JobQueue:Mail:Password: found nothing, expected User and Password, or neither.")]
    [DataRow("Host=mail.example.com From=a@b Password=secret", "JobQueue:Mail:User: found nothing, expected User and Password, or neither.")]
    [DataRow("Host=mail.example.com From=a@b User=u Password=secret Tls=none",
        "JobQueue:Mail:Tls: found none beside a password, expected starttls: it would be sent in the clear.")]
    public void Validate_BadSetting_SaysWhereWhatAndWhatWasExpected(string text, string message) =>
        Assert.AreEqual(message, new MailOptionsValidator().Validate(null, Options(text)).FailureMessage);

    private static JobQueueOptions Options(string text)
    {
        var settings = text.Split(' ').Select(setting => setting.Split('=', 2))
            .Select(setting => KeyValuePair.Create($"JobQueue:Mail:{setting[0]}", (string?)setting[1]));
        var options = new JobQueueOptions();
        new JobQueueConfiguration(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Configure(options);
        return options;
    }
}
