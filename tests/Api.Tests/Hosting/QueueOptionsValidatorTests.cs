using JobQueue.Api.Hosting;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class QueueOptionsValidatorTests
{
    [TestMethod]
    public void Limits_FromConfiguration_HoldForTheQueuesNamed()
    {
        var options = Options(
            ("JobQueue:Concurrency", "7"), ("JobQueue:Queues:mails:Rate", "100/m"), ("JobQueue:Queues:disk:Concurrency", "1"));

        var limits = QueueOptionsValidator.Limits(options);

        Assert.IsTrue(new QueueOptionsValidator().Validate(null, options).Succeeded);
        Assert.AreEqual(
            ("7 100/m", "1 ", "7 "),
            ($"{limits.Of("mails").Concurrency} {limits.Of("mails").Rate}", $"{limits.Of("disk").Concurrency} {limits.Of("disk").Rate}",
            $"{limits.Of("default").Concurrency} {limits.Of("default").Rate}"));
    }

    [TestMethod]
    // Setting below JobQueue:Queues, value, what the message says
    [DataRow("mails:Concurrency", "0", "JobQueue:Queues:mails:Concurrency: found 0, expected 1 to 10000.")]
    [DataRow("mails:Rate", "ten", "JobQueue:Queues:mails:Rate: found \"ten\", expected a rate like 10/s, 100/m, 500/h or 1000/d, of 1 to 10000.")]
    [DataRow("two words:Rate", "1/s", "JobQueue:Queues:two words: found the queue name \"two words\", expected letters, digits, ._-, at most 100.")]
    public void Validate_BadSetting_SaysWhereWhatAndWhatWasExpected(string setting, string value, string message)
    {
        var result = new QueueOptionsValidator().Validate(null, Options(($"JobQueue:Queues:{setting}", value)));

        Assert.AreEqual(message, result.FailureMessage);
    }

    [TestMethod]
    // Settings with a name of their own, which binding leaves out in silence
    [DataRow("Queues:mails:Concurrency", "one", "JobQueue:Queues:mails:Concurrency: found \"one\", expected a whole number.")]
    [DataRow("Queues:mails:Concurrency", "1.5", "JobQueue:Queues:mails:Concurrency: found \"1.5\", expected a whole number.")]
    [DataRow("Queues:mails:Concurrency", "99999999999", "JobQueue:Queues:mails:Concurrency: found \"99999999999\", expected a whole number.")]
    [DataRow("queues:mails", "1", "JobQueue:queues:mails: found \"1\", expected settings below it: Concurrency, Rate.")]
    [DataRow("Targets:billing:MaxConnections", "eight", "JobQueue:Targets:billing:MaxConnections: found \"eight\", expected a whole number.")]
    [DataRow("Targets:billing:MaxConnections", "", "JobQueue:Targets:billing:MaxConnections: found nothing, expected a whole number.")]
    // Others
    [DataRow("Concurrency", "x", "JobQueue:Concurrency: found \"x\", expected a whole number.")]
    [DataRow("AllowFreeUrls", "yes", "JobQueue:AllowFreeUrls: found \"yes\", expected true or false.")]
    [DataRow("Mail:Port", "smtp", "JobQueue:Mail:Port: found \"smtp\", expected a whole number.")]
    public void Configure_NotWhatIsExpected_SaysWhereWhatAndWhatWasExpected(string setting, string value, string message)
    {
        var fault = Assert.ThrowsExactly<OptionsValidationException>(() => Options(($"JobQueue:{setting}", value)));

        StringAssert.StartsWith(fault.Failures.Single(), message);
    }

    [TestMethod]
    public void Limits_NameInAnotherCase_HoldForIt()
    {
        var options = Options(("JobQueue:Queues:mails:Rate", "100/m"), ("JobQueue:Queues:MAILS:Concurrency", "1"));

        var limit = QueueOptionsValidator.Limits(options).Of("mails");

        Assert.AreEqual("1 100/m", $"{limit.Concurrency} {limit.Rate}");
    }

    private static JobQueueOptions Options(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        var options = new JobQueueOptions();
        new JobQueueConfiguration(configuration).Configure(options);
        return options;
    }
}
