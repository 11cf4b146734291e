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
    // how long a line may be, the widths of what may be cut
    [DataRow(62, "30 30")]
    [DataRow(50, "30 18")]
    [DataRow(34, "14 18")]
    [DataRow(30, "14 14")]
    [DataRow(20, "10 8")]
    [DataRow(1, "8 8")]
    public void Lines_LeastWidthsThatAreTooMuch_GiveWay(int most, string expected)
    {
        var (first, last) = (new string('a', 30), new string('b', 30));
        Column<string>[] columns = [new("A", _ => first, LeastWidth: 14), new("B", _ => last, LeastWidth: 18)];

        var cells = Table.Lines(["x"], columns, most).Last().Split("  ");

        Assert.AreEqual(expected, string.Join(' ', cells.Select(cell => cell.Length)));
    }

    [TestMethod]
    [DataRow(5, "abcde")]
    [DataRow(4, "abc…")]
    public void Cut_Text_IsNoLonger(int most, string expected) => Assert.AreEqual(expected, Table.Cut("abcde", most));
}
