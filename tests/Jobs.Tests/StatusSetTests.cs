namespace JobQueue.Jobs.Tests;

[TestClass]
public sealed class StatusSetTests
{
    [TestMethod]
    // Set, status, contained
    [DataRow("0", 0, true)]
    [DataRow("0", 200, false)]
    [DataRow("404", 404, true)]
    [DataRow("400-599", 400, true)]
    [DataRow("400-599", 599, true)]
    [DataRow("400-599", 399, false)]
    [DataRow("5xx", 503, true)]
    [DataRow("4xx,!429", 429, false)]
    [DataRow("4xx,!429", 428, true)]
    [DataRow("0,400-599", 0, true)]
    [DataRow("none", 410, false)]
    [DataRow("", 410, false)]
    [DataRow("200-299, 304", 304, true)]
    [DataRow("5xx", 600, false)]
    [DataRow("5xx", -1, false)]
    public void Contains_Status_IsAsWritten(string text, int status, bool expected) =>
        Assert.AreEqual(expected, StatusSet.Parse(text).Contains(status));

    [TestMethod]
    [DataRow("6xx")]
    [DataRow("99")]
    [DataRow("600")]
    [DataRow("500-400")]
    [DataRow("200;300")]
    [DataRow("00")]
    [DataRow("+200")]
    [DataRow("٤٠٤")]
    [DataRow(",")]
    [DataRow("!")]
    public void TryParse_NotASet_IsFalse(string text) => Assert.IsFalse(StatusSet.TryParse(text, out _));

    [TestMethod]
    public void Equals_SameStatusesOtherwiseWritten_IsTrue() => Assert.AreEqual(StatusSet.Parse("5xx"), StatusSet.Parse("500-599"));
}
