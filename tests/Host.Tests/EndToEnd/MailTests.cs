using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>From the crontab to the mailbox, and to who is alerted.</summary>
[TestClass]
public sealed class MailTests
{
    private const int KilledExitCode = 137;

    [TestMethod]
    public async Task Kill_BetweenTheEndOfARunAndItsMail_IsMailedAfterTheNextStart()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var recorder = await Recorder.StartAsync();
        await using var host = new HostUnderTest(await DebugHost.PathAsync());
        host.Save($"MAILTO=ops@example.com\nRETRY=0\n0 0 1 1 *  -  {recorder.Url}/?status=503 --name backup\n");
        await host.StartAsync([.. Mail(server), ("JOBQUEUE_FAILPOINT", "after-commit:kill")]);
        _ = host.PostAsync("/api/jobs/backup/run").ContinueWith(_ => { }, TaskScheduler.Default);

        var code = await host.Process.ExitAsync();
        await host.StartAsync(Mail(server));

        var mail = await server.NextAsync();
        Assert.AreEqual(KilledExitCode, code);
        StringAssert.StartsWith(Subject(mail), "[jobqueue] backup failed: 503 (run ");
        Assert.AreEqual(0, await host.StopAsync(), host.Process.Error);
    }

    [TestMethod]
    public async Task Run_CertificateOfAnAuthorityOfOnesOwn_IsTrustedThroughTheSystem()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = new HostUnderTest();
        var certificate = Path.Combine(host.Folder, "mail.pem");
        await File.WriteAllTextAsync(certificate, Certificate());
        await using var server = await SmtpServer.StartAsync("--certificate", certificate, "--user", "jobs", "--password", "secret");
        host.Save(
            $"MAILTO=ops@example.com\nRETRY=0\nON_FAILURE='POST {recorder.Url}/alerts?job=alerts'\n" +
            $"@reboot  -  {recorder.Url}/?status=500 --name backup\n");

        await host.StartAsync(
        [
            .. Mail(server), ("SSL_CERT_FILE", certificate), ("JobQueue__Mail__Host", "localhost"), ("JobQueue__Mail__Tls", "starttls"),
            ("JobQueue__Mail__User", "jobs"), ("JobQueue__Mail__Password", "secret"),
        ]);

        var mail = await server.NextAsync();
        StringAssert.StartsWith(Subject(mail), "[jobqueue] backup failed: 500 (run ");
        Assert.AreEqual((true, "jobs"), (mail.GetProperty("encrypted").GetBoolean(), mail.GetProperty("user").GetString()));
        var alert = await Until.SeenAsync("the alert", async () =>
            (await host.GetAsync("/api/runs?q=alerts"))["items"]!.AsArray().FirstOrDefault(run => (string?)run!["state"] == "succeeded"));
        Assert.AreEqual("alert of backup", (string?)alert["requestedBy"]);
        Assert.AreEqual(0, await host.StopAsync(), host.Process.Error);
    }

    [TestMethod]
    public async Task Health_MailThatIsGivenUp_IsAWarning()
    {
        await using var server = await SmtpServer.StartAsync("--answer", "550 5.1.1 nobody of that name");
        await using var host = new HostUnderTest();
        host.Save("MAILTO=ops@example.com\nRETRY=0\n@reboot  -  /echo?status=500 --name backup\n");
        await host.StartAsync(Mail(server));

        var health = await Until.SeenAsync("the warning", async () =>
            await host.GetAsync("/healthz") is var said && said["warnings"]!.AsArray().Count > 0 ? said : null);

        StringAssert.Contains((string)health["warnings"]![0]!, "5.1.1 nobody of that name");
        Assert.AreEqual("healthy", (string?)health["status"]);
        Assert.AreEqual(0, await host.StopAsync(), host.Process.Error);
    }

    [TestMethod]
    public async Task Start_MailToWithoutServer_IsAWarning()
    {
        await using var host = await HostUnderTest.StartAsync("MAILTO=ops@example.com\n@yearly  -  /echo\n");

        var crontab = await host.GetAsync("/api/crontab");

        StringAssert.Contains(crontab.ToJsonString(), "MAILTO sends no mail: there is no JobQueue:Mail:Host in the configuration");
        Assert.AreEqual(0, await host.StopAsync());
    }

    private static (string Name, string Value)[] Mail(SmtpServer server) =>
    [
        ("JobQueue__Mail__Host", "127.0.0.1"), ("JobQueue__Mail__Port", $"{server.Port}"), ("JobQueue__Mail__From", "jobqueue@example.com"),
    ];

    private static string Subject(JsonElement mail) => mail.GetProperty("headers").GetProperty("subject").GetString()!;

    private static string Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(10));
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
