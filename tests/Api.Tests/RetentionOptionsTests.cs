using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests;

[TestClass]
public sealed class RetentionOptionsTests
{
    [TestMethod]
    public void Options_NotConfigured_AreTheDefaults()
    {
        var retention = Retention();

        Assert.AreEqual((TimeSpan.FromDays(30), 10_000, new TimeOnly(3, 0)), (retention.Age, retention.RunsPerJob, retention.At));
    }

    [TestMethod]
    // As written, days
    [DataRow("7d", 7)]
    [DataRow("P7D", 7)]
    [DataRow("7.00:00:00", 7)]
    [DataRow("5000d", 5000)]
    [DataRow("0", 0)]
    public void Options_Configured_AreReadAsDurationsAreEverywhere(string age, int days)
    {
        var retention = Retention(("age", age), ("RunsPerJob", "0"), ("At", "23:45"));

        Assert.AreEqual((TimeSpan.FromDays(days), 0, new TimeOnly(23, 45)), (retention.Age, retention.RunsPerJob, retention.At));
    }

    [TestMethod]
    [DataRow("Age", "long")]
    [DataRow("Age", "30")]
    [DataRow("Age", "5001d")]
    [DataRow("Age", "-1.00:00:00")]
    [DataRow("RunsPerJob", "-1")]
    [DataRow("RunsPerJob", "1000001")]
    [DataRow("At", "25:00")]
    public void Options_OutOfTheirBounds_AreRefusedByName(string name, string value)
    {
        var refusal = Assert.ThrowsExactly<OptionsValidationException>(() => Retention((name, value)));

        StringAssert.Contains(refusal.Message, name);
    }

    private static RetentionOptions Retention(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(
            setting => $"JobQueue:Retention:{setting.Name}", setting => (string?)setting.Value));
        builder.Services.AddJobQueue();
        using var app = builder.Services.BuildServiceProvider();
        return app.GetRequiredService<IOptions<JobQueueOptions>>().Value.Retention;
    }
}
