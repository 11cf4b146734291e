using JobQueue.Jobs.Store.Postgres;

namespace JobQueue.Jobs.Tests.Store.Postgres;

[TestClass]
public sealed class PostgresHeartTests
{
    [TestMethod]
    // in milliseconds: what was known, what is asked, half the time that took, what is known then
    [DataRow(0, 20, 5, 15)]
    [DataRow(15, 17, 4, 15)]
    [DataRow(15, 3000, 3500, 15)]
    [DataRow(15, -6000, 6500, 15)]
    [DataRow(15, -8000, 10, -7990)]
    public void Closest_Answer_ChangesWhatItContradicts(int known, int asked, int half, int expected)
    {
        var skew = PostgresHeart.Closest(TimeSpan.FromMilliseconds(known), TimeSpan.FromMilliseconds(asked), TimeSpan.FromMilliseconds(half));

        Assert.AreEqual(TimeSpan.FromMilliseconds(expected), skew);
    }
}
