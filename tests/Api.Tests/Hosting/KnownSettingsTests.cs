using JobQueue.Api.Hosting;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class KnownSettingsTests
{
    [TestMethod]
    // setting below JobQueue, the name that was meant
    [DataRow("MisedAfter", "MissedAfter")]
    [DataRow("missed-after", "MissedAfter")]
    [DataRow("Queues:mails:Concurency", "Concurrency")]
    [DataRow("Users:bob:Role", "Roles")]
    [DataRow("Keys:ci:Hsh", "Hash")]
    [DataRow("Targets:billing:BaseURI", "BaseUrl")]
    [DataRow("Mail:Hst", "Host")]
    [DataRow("Retention:RunPerJob", "RunsPerJob")]
    [DataRow("Telemetry:OtlpEndpont", "OtlpEndpoint")]
    [DataRow("Colour", null)]
    [DataRow("IsHost", null)]
    public void UnknownIn_SettingThatNobodyReads_IsItWithTheNearest(string setting, string? expected) =>
        Assert.AreEqual(($"JobQueue:{setting}", expected), Unknown(setting).Single());

    [TestMethod]
    [DataRow("Crontab")]
    [DataRow("store")]
    [DataRow("NODE")]
    [DataRow("TimeZone")]
    [DataRow("Concurrency")]
    [DataRow("Queues:mails:Concurrency")]
    [DataRow("Queues:mails:rate")]
    [DataRow("Targets:billing:BaseUrl")]
    [DataRow("Targets:billing:Secret")]
    [DataRow("Targets:billing:Secrets:0")]
    [DataRow("Targets:billing:Headers:X-Any")]
    [DataRow("Targets:billing:Timeout")]
    [DataRow("Targets:billing:MaxConnections")]
    [DataRow("AllowFreeUrls")]
    [DataRow("PublicUrl")]
    [DataRow("PublicOrigin")]
    [DataRow("TrustedSecrets:0")]
    [DataRow("Users:bob:Roles:0")]
    [DataRow("Users:bob:Claims:http://schemas.example/any")]
    [DataRow("Keys:ci:Hash")]
    [DataRow("Keys:ci:Role")]
    [DataRow("RateLimit")]
    [DataRow("MissedAfter")]
    [DataRow("CatchUpLimit")]
    [DataRow("Grace")]
    [DataRow("LowDiskBytes")]
    [DataRow("MaxRespondAsyncBody")]
    [DataRow("AdminPolicy")]
    [DataRow("EditCrontab")]
    [DataRow("Retention:Age")]
    [DataRow("Retention:RunsPerJob")]
    [DataRow("Retention:At")]
    [DataRow("Mail:Host")]
    [DataRow("Mail:Port")]
    [DataRow("Mail:Tls")]
    [DataRow("Mail:User")]
    [DataRow("Mail:Password")]
    [DataRow("Mail:From")]
    [DataRow("Log")]
    [DataRow("Telemetry:OtlpEndpoint")]
    public void UnknownIn_SettingOfTheDocuments_IsNothing(string setting) => Assert.IsEmpty(Unknown(setting));

    [TestMethod]
    [DataRow("Keys:ci:Hash")]
    [DataRow("Log")]
    public void UnknownIn_SettingOfTheHostInAnApp_IsIt(string setting) =>
        Assert.AreEqual($"JobQueue:{setting.Split(':')[0]}", Unknown(setting, isHost: false).Single().Path);

    private static IEnumerable<(string Path, string? Nearest)> Unknown(string setting, bool isHost = true) => KnownSettings.UnknownIn(
        new ConfigurationBuilder().AddInMemoryCollection([new($"JobQueue:{setting}", "x")]).Build().GetSection("JobQueue"), isHost);
}
