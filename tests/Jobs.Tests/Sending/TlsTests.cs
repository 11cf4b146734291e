using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class TlsTests
{
    [TestMethod]
    // The certificate's name, the days it is valid from and to, counted from now, and why it is not accepted
    [DataRow("localhost", -10, -1, "it has expired, or is not valid yet")]
    [DataRow("localhost", 1, 10, "it has expired, or is not valid yet")]
    [DataRow("other.example", -1, 10, "its name is another")]
    [DataRow("localhost", -1, 10, "TLS with localhost:{0} failed: the certificate is not accepted: its issuer is unknown")]
    public async Task Send_Certificate_IsNotAcceptedAndTheErrorSaysWhy(string name, int from, int to, string expected)
    {
        using var certificate = Certificate(name, from, to);
        var requests = 0;
        using var server = Server(new SslServerAuthenticationOptions { ServerCertificate = certificate }, () => requests++);
        using var sender = Attempts.SenderTo();

        var result = await SendAsync(sender, server);

        Assert.AreEqual((AttemptEnd.NoResponse, 0), (result.End, requests));
        StringAssert.Contains(result.Error, expected.Replace("{0}", $"{server.Port}", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Send_OldVersionOfTls_IsNotAccepted()
    {
        using var certificate = Certificate("localhost", -1, 10);
        var requests = 0;
        var options = new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = Enum.Parse<SslProtocols>("Tls11") };
        using var server = Server(options, () => requests++);
        using var sender = Attempts.SenderTo();

        var result = await SendAsync(sender, server);

        Assert.AreEqual((AttemptEnd.NoResponse, 0), (result.End, requests));
        StringAssert.StartsWith(result.Error, $"TLS with localhost:{server.Port} failed: ");
    }

    [TestMethod]
    // What is wrong, what is said
    [DataRow(SslPolicyErrors.RemoteCertificateNotAvailable, "the certificate is not accepted: there is none")]
    [DataRow(SslPolicyErrors.RemoteCertificateNameMismatch, "the certificate is not accepted: its name is another")]
    public void Check_Errors_AreReasons(SslPolicyErrors errors, string expected) =>
        Assert.AreEqual(expected, Assert.ThrowsExactly<AuthenticationException>(() => CertificateCheck.Check(this, null, null, errors)).Message);

    [TestMethod]
    public void Check_NoErrors_IsAccepted() => Assert.IsTrue(CertificateCheck.Check(this, null, null, SslPolicyErrors.None));

    private static Task<AttemptResult> SendAsync(HttpSender sender, RawServer server) =>
        sender.SendAsync(Attempts.Of($"https://localhost:{server.Port}/"), CancellationToken.None).WaitAsync(RawServer.Limit);

    private static RawServer Server(SslServerAuthenticationOptions options, Action requested) => RawServer.StartUnread(async (stream, stop) =>
    {
        await using var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(options, stop);
        if (await tls.ReadAsync(new byte[1], stop) > 0)
            requested();
        await tls.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), stop);
    });

    private static X509Certificate2 Certificate(string name, int from, int to)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(from), now.AddDays(to));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
