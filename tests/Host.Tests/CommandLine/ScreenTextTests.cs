using JobQueue.Host.CommandLine;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class ScreenTextTests
{
    [TestMethod]
    // text, columns
    [DataRow("", 0)]
    [DataRow("abc", 3)]
    [DataRow("äöü", 3)]
    [DataRow("漢字", 4)]
    [DataRow("😀", 2)]
    [DataRow("e\u0301", 1)]
    public void Width_OfText_IsItsColumns(string text, int expected) => Assert.AreEqual(expected, ScreenText.Width(text));

    [TestMethod]
    // text, what is shown
    [DataRow("a b~", "a b~")]
    [DataRow("a\tb\r\nc\u001b[31m", "a b  c [31m")]
    [DataRow("\u202eabc\u2028\u200b", " abc  ")]
    [DataRow("漢\u0085", "漢 ")]
    public void Harmless_Text_HasNothingThatMovesTheCursor(string text, string expected) =>
        Assert.AreEqual(expected, ScreenText.Harmless(text));

    [TestMethod]
    // text, columns, what fits
    [DataRow("abc", 5, "abc  ")]
    [DataRow("abc", 3, "abc")]
    [DataRow("abcd", 3, "ab…")]
    [DataRow("漢字", 5, "漢字 ")]
    [DataRow("漢字", 3, "漢…")]
    [DataRow("a漢字", 3, "a… ")]
    [DataRow("😀😀", 3, "😀…")]
    public void Fit_Text_TakesExactlyTheColumns(string text, int width, string expected) =>
        Assert.AreEqual(expected, ScreenText.Fit(text, width));
}
