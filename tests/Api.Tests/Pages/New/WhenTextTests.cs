using JobQueue.Api.Pages.New;

namespace JobQueue.Api.Tests.Pages.New;

[TestClass]
public sealed class WhenTextTests
{
    [TestMethod]
    // Schedules
    [DataRow("*/5 * * * *", true)]
    [DataRow("0 9 * * mon", true)]
    [DataRow("30 2 1 1 mon", true)]
    [DataRow("0 9 * *", true)]
    [DataRow("@daily", true)]
    [DataRow("@every 30s", true)]
    // Times
    [DataRow("now + 5 minutes", false)]
    [DataRow("5 minutes before noon tomorrow", false)]
    [DataRow("10:00 27.11.2040", false)]
    [DataRow("2040-01-02 03:04", false)]
    [DataRow("1955", false)]
    [DataRow("", false)]
    public void IsSchedule_Text_IsToldByItsWords(string text, bool expected) => Assert.AreEqual(expected, WhenText.IsSchedule(text));
}
