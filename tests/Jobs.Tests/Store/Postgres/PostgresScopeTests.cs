using JobQueue.Jobs.Store.Postgres;

namespace JobQueue.Jobs.Tests.Store.Postgres;

[TestClass]
public sealed class PostgresScopeTests
{
    [TestMethod]
    // As it always was: nodes of all versions hear each other
    [DataRow("jobqueue", "jobqueue", "jobqueue_changes")]
    [DataRow("staging", "staging_jobqueue", "staging_jobqueue_changes")]
    [DataRow("changes", "changes_jobqueue", "changes_jobqueue_changes")]
    // 46 bytes, and 47
    [DataRow(
        "a123456789b123456789c123456789d123456789e12345",
        "a123456789b123456789c123456789d123456789e12345_jobqueue",
        "a123456789b123456789c123456789d123456789e12345_jobqueue_changes")]
    [DataRow(
        "a123456789b123456789c123456789d123456789e123456",
        "51e9405d74c0309798afacabd3489b2e_jobqueue",
        "51e9405d74c0309798afacabd3489b2e_jobqueue_changes")]
    // 24 characters, 48 bytes
    [DataRow("öööööööööööööööööööööööö", "a6647c598b9886caeb0a765ad3d1e70b_jobqueue", "a6647c598b9886caeb0a765ad3d1e70b_jobqueue_changes")]
    public void Channels_OfASchema_HaveItsName(string schema, string notices, string changes)
    {
        var scope = new PostgresScope(schema);

        Assert.AreEqual((notices, changes), (scope.Notices, scope.Changes));
    }

    [TestMethod]
    [DataRow("jobqueue", 0L)]
    [DataRow("staging", -1650103811848959420L)]
    public void Seed_OfASchema_IsItsOwn(string schema, long expected) => Assert.AreEqual(expected, new PostgresScope(schema).Seed);

    [TestMethod]
    [DataRow("staging_jobqueue", "LISTEN \"staging_jobqueue\"")]
    [DataRow("a\"b_jobqueue", "LISTEN \"a\"\"b_jobqueue\"")]
    public void Listen_ToAChannel_QuotesIt(string channel, string expected) => Assert.AreEqual(expected, PostgresScope.Listen(channel));
}
