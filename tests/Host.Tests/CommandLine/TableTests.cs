using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class TableTests
{
    private static readonly Column<string>[] Columns = [new("A", _ => "aaaaa"), new("B", _ => "bbbbb", LeastWidth: 3), new("C", _ => "ccccc", LeastWidth: 2)];

    [TestMethod]
    // how long a line may be, the line
    [DataRow(int.MaxValue, "aaaaa  bbbbb  ccccc")]
    [DataRow(19, "aaaaa  bbbbb  ccccc")]
    [DataRow(18, "aaaaa  bbbbb  ccc…")]
    [DataRow(15, "aaaaa  bbb…  c…")]
    [DataRow(1, "aaaaa  bb…  c…")]
    public void Lines_TooLong_AreCutFromTheLastColumnOn(int most, string expected) =>
        Assert.AreEqual(expected, Table.Lines(["x"], Columns, most).Last());

    [TestMethod]
    [DataRow(5, "abcde")]
    [DataRow(4, "abc…")]
    public void Cut_Text_IsNoLonger(int most, string expected) => Assert.AreEqual(expected, Table.Cut("abcde", most));
}
