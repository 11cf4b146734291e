using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Policy;

[TestClass]
public sealed class BackoffTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    // Attempt, chance, asked for, seconds
    [DataRow(1, 0.5, null, 5)]
    [DataRow(2, 0.5, null, 10)]
    [DataRow(4, 0.5, null, 40)]
    [DataRow(1, 0.0, null, 4)]
    [DataRow(1, 1.0, null, 6)]
    [DataRow(11, 0.5, null, 3600)]
    [DataRow(100, 0.5, null, 3600)]
    [DataRow(1, 0.5, 60, 60)]
    [DataRow(1, 0.5, 1, 5)]
    [DataRow(1, 0.5, 86400, 3600)]
    public void After_Attempt_DoublesUpToAnHour(int attempt, double chance, int? retryAfterSeconds, double expectedSeconds) =>
        Assert.AreEqual(
            expectedSeconds,
            Backoff.After(attempt, chance, retryAfterSeconds is { } s ? TimeSpan.FromSeconds(s) : null).TotalSeconds,
            delta: 0.001);

    [TestMethod]
    // Field, seconds
    [DataRow("120", 120)]
    [DataRow("Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [DataRow("Sun, 01 Mar 2026 11:00:00 GMT", null)]
    [DataRow("-5", null)]
    [DataRow("soon", null)]
    [DataRow("0", null)]
    public void RetryAfter_Field_IsSecondsOrDate(string value, int? expectedSeconds)
    {
        var response = new Response { Status = 503, Headers = [new("retry-after", value)] };

        Assert.AreEqual(expectedSeconds, (int?)RetryAfter.Of(response, Now)?.TotalSeconds);
    }
}
