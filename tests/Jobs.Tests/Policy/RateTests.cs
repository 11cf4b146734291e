using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Tests.Policy;

[TestClass]
public sealed class RateTests
{
    [TestMethod]
    // Text, count, seconds
    [DataRow("10/s", 10, 1)]
    [DataRow("100/m", 100, 60)]
    [DataRow("500/h", 500, 3600)]
    [DataRow("1000/d", 1000, 86400)]
    [DataRow("10000/s", 10000, 1)]
    public void TryParse_Rate_IsReadAndPrintedTheSame(string text, int count, int seconds)
    {
        Assert.IsTrue(Rate.TryParse(text, out var rate));

        Assert.AreEqual((count, TimeSpan.FromSeconds(seconds), text), (rate.Count, rate.Per, rate.ToString()));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("10")]
    [DataRow("/s")]
    [DataRow("0/s")]
    [DataRow("-1/s")]
    [DataRow("10001/s")]
    [DataRow("1.5/s")]
    [DataRow("10/w")]
    [DataRow("10/S")]
    [DataRow("10 / s")]
    [DataRow("1/s/s")]
    [DataRow("١/s")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.IsFalse(Rate.TryParse(text, out _));
}
