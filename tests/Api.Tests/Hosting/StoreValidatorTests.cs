using JobQueue.Api.Hosting;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class StoreValidatorTests
{
    [TestMethod]
    // store, what the message says
    [DataRow("sqlite:jobqueue.db", null)]
    [DataRow("postgres:Host=db;Username=jobs;Password=secret", null)]
    [DataRow("Host=db;Password=secret", "JobQueue:Store: found \"Host\", expected sqlite:PATH or postgres:CONNECTION-STRING.")]
    [DataRow("postgres:Host=db;Port=secret", "JobQueue:Store: the connection string cannot be read: its value of port is none that it takes.")]
    public void Validate_Store_SaysWhatIsWrongWithoutWhatMayBeSecret(string store, string? expected) =>
        Assert.AreEqual(expected, new StoreValidator().Validate(null, new JobQueueOptions { Store = store }).FailureMessage);
}
