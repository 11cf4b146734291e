using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

[TestClass]
public sealed class HeaderTextTests
{
    [TestMethod]
    // Name, value; what is kept of them
    [DataRow("X-A", "b", "X-A: b")]
    [DataRow("X-A", "", "X-A: ")]
    [DataRow("X-A", "b: c\td", "X-A: b: c\td")]
    [DataRow("X-A", "b\r\nSet-Cookie: c", "X-A: b  Set-Cookie: c")]
    [DataRow("X-A", "b\nc\rd\0e", "X-A: b c d e")]
    [DataRow("X\nA", "b", "X A: b")]
    public void Print_OneField_IsOneLineThatIsReadAsOne(string name, string value, string expected)
    {
        var printed = HeaderText.Print([new(name, value)]);

        Assert.AreEqual(expected, printed);
        Assert.AreEqual(expected, string.Join('|', HeaderText.Parse(printed).Select(field => $"{field.Key}: {field.Value}")));
    }

    [TestMethod]
    public void Parse_LineThatIsNoField_IsLeftOut()
    {
        var fields = HeaderText.Parse("X-A: b\nc\n\nX-D: e");

        Assert.AreSequenceEqual([new("X-A", "b"), new("X-D", "e")], fields);
    }
}
