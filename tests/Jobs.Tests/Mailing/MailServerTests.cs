using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Tests.Mailing;

/// <summary>What servers do beside taking a mail.</summary>
[TestClass]
public sealed class MailServerTests
{
    [TestMethod]
    public async Task Run_ServerThatIsDown_GetsTheMailOnceItIsUp()
    {
        var port = FreePort.Next();
        await using var mailer = new MailerFixture(port).Start();
        await mailer.EndAsync();
        var delayed = await mailer.MailsAsync(mails => !mails[0].EndsWith('-'));

        await using var server = await SmtpServer.StartAsync("--port", $"{port}");
        await server.NextAsync();

        StringAssert.Contains(delayed[0], "failure waiting");
        StringAssert.Contains(delayed[0], "Connection refused");
        StringAssert.StartsWith((await mailer.EventsAsync()).Single(), "mail delayed: to ops@example.com: ");
    }

    [TestMethod]
    public async Task Run_ServerThatSaysNothing_DelaysNoRun()
    {
        await using var server = await SmtpServer.StartAsync("--silent");
        await using var mailer = new MailerFixture(server.Port, settings => settings with { Timeout = TimeSpan.FromMinutes(5) }).Start();
        await mailer.EndAsync();

        foreach (var _ in Enumerable.Range(0, 50))
            await mailer.EndAsync();
        var meanwhile = await mailer.MailsAsync();

        Assert.AreEqual((51, true), (meanwhile.Count, meanwhile.TrueForAll(mail => mail == "failure waiting 0 -")));
    }

    [TestMethod]
    public async Task Run_ServerThatSaysNothing_IsGivenUp()
    {
        await using var server = await SmtpServer.StartAsync("--silent");
        await using var mailer = new MailerFixture(server.Port, settings => settings with { Timeout = TimeSpan.FromSeconds(3) }).Start();

        await mailer.EndAsync();
        var delayed = await mailer.MailsAsync(mails => !mails[0].EndsWith('-'));

        Assert.AreEqual("failure waiting 1 timed out after 3s", delayed[0]);
    }

    [TestMethod]
    public async Task Run_ServerThatIsBusy_GetsTheMailLater()
    {
        await using var server = await SmtpServer.StartAsync("--answer", "451 4.7.1 come back later", "--answer", "250 OK");
        await using var mailer = new MailerFixture(server.Port).Start();

        await mailer.EndAsync();
        var mails = await server.NextAsync(2);

        Assert.AreEqual(Id(mails[0]), Id(mails[1]));
        Assert.AreEqual("failure sent 2 -", (await mailer.MailsAsync(all => all[0].Contains("sent")))[0]);
        StringAssert.Contains((await mailer.EventsAsync()).Single(), "mail delayed: to ops@example.com: ");
        StringAssert.Contains((await mailer.EventsAsync()).Single(), "4.7.1 come back later");
    }

    [TestMethod]
    public async Task Run_ServerThatRefuses_IsNotAskedAgain()
    {
        await using var server = await SmtpServer.StartAsync("--answer", "550 5.1.1 nobody of that name", "--answer", "250 OK");
        await using var mailer = new MailerFixture(server.Port).Start();

        await mailer.EndAsync();
        var failed = await mailer.MailsAsync(all => all[0].Contains("failed"));

        StringAssert.StartsWith(failed[0], "failure failed 1 ");
        StringAssert.Contains(failed[0], "5.1.1 nobody of that name");
        StringAssert.StartsWith((await mailer.EventsAsync()).Single(), "mail failed: to ops@example.com: ");
        var problems = await MailTrouble.ProblemsAsync(mailer.Store.Ledger, TimeProvider.System.GetUtcNow());
        StringAssert.StartsWith(problems.Single(), "1 mails were given up in the last 24h: ");
    }

    [TestMethod]
    public async Task Problems_MailThatWaits_IsOneAfterAQuarterOfAnHour()
    {
        await using var mailer = new MailerFixture(port: 1);
        await mailer.EndAsync();
        var now = TimeProvider.System.GetUtcNow();

        var soon = await MailTrouble.ProblemsAsync(mailer.Store.Ledger, now.AddMinutes(14));
        var late = await MailTrouble.ProblemsAsync(mailer.Store.Ledger, now.AddMinutes(16));

        Assert.AreEqual("|1 mails wait for more than 15m to be sent", $"{string.Join(',', soon)}|{string.Join(',', late)}");
    }

    [TestMethod]
    public async Task Run_CertificateThatNobodyTrusts_IsRefusedInClearWords()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("mail.pem"), Certificate());
        await using var server = await SmtpServer.StartAsync("--certificate", folder.File("mail.pem"));
        await using var mailer = new MailerFixture(server.Port, settings => settings with { Host = "localhost", IsEncrypted = true }).Start();

        await mailer.EndAsync();
        var delayed = await mailer.MailsAsync(mails => !mails[0].EndsWith('-'));

        StringAssert.Contains(delayed[0], "failure waiting");
        StringAssert.Contains(delayed[0], "certificate");
        Assert.AreEqual(0, server.Others);
    }

    [TestMethod]
    public async Task Run_ServerWithoutStartTls_GetsNothing()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port, settings => settings with { IsEncrypted = true }).Start();

        await mailer.EndAsync();
        var delayed = await mailer.MailsAsync(mails => !mails[0].EndsWith('-'));

        StringAssert.Contains(delayed[0], "does not support secure connections");
        Assert.AreEqual(0, server.Others);
    }

    [TestMethod]
    public async Task Run_PasswordThatIsRight_IsTaken()
    {
        await using var server = await SmtpServer.StartAsync("--user", "jobs", "--password", "right");
        await using var mailer = new MailerFixture(server.Port, settings => settings with { User = "jobs", Password = "right" }).Start();

        await mailer.EndAsync();

        Assert.AreEqual("jobs", (await server.NextAsync()).GetProperty("user").GetString());
    }

    [TestMethod]
    public async Task Run_PasswordThatIsWrong_DelaysTheMail()
    {
        await using var server = await SmtpServer.StartAsync("--user", "jobs", "--password", "right");
        await using var mailer = new MailerFixture(server.Port, settings => settings with { User = "jobs", Password = "wrong" }).Start();

        await mailer.EndAsync();
        var delayed = await mailer.MailsAsync(mails => !mails[0].EndsWith('-'));

        StringAssert.Contains(delayed[0], "failure waiting");
        StringAssert.Contains(delayed[0], "uthentication");
        Assert.IsFalse(delayed[0].Contains("wrong"));
    }

    private static string Id(System.Text.Json.JsonElement mail) => mail.GetProperty("headers").GetProperty("message-id").GetString()!;

    private static string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(10));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
