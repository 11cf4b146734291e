using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Tests.Policy;

[TestClass]
public sealed class DurationTests
{
    [TestMethod]
    // Text, milliseconds
    [DataRow("0", 0L)]
    [DataRow("90s", 90_000L)]
    [DataRow("1h30m", 5_400_000L)]
    [DataRow("250ms", 250L)]
    [DataRow("1d", 86_400_000L)]
    [DataRow("PT5M", 300_000L)]
    [DataRow("P1DT1S", 86_401_000L)]
    public void TryParse_Duration_IsItsLength(string text, long milliseconds)
    {
        Assert.IsTrue(Duration.TryParse(text, out var duration));

        Assert.AreEqual(milliseconds, duration.TotalMilliseconds);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("5")]
    [DataRow("m")]
    [DataRow("5 m")]
    [DataRow("-5m")]
    [DataRow("30m1h")]
    [DataRow("1h1h")]
    [DataRow("99999999999999d")]
    [DataRow("999999999h")]
    [DataRow("٥m")]
    [DataRow("-PT5M")]
    [DataRow("P99999999Y")]
    public void TryParse_NoDuration_IsFalse(string text) => Assert.IsFalse(Duration.TryParse(text, out _));

    [TestMethod]
    [DataRow("0")]
    [DataRow("1d2h3m4s5ms")]
    [DataRow("5m")]
    public void Print_OfWhatWasRead_IsTheSame(string text)
    {
        Assert.IsTrue(Duration.TryParse(text, out var duration));

        Assert.AreEqual(text, Duration.Print(duration));
    }
}
