using System.Reflection;
using System.Text.RegularExpressions;

namespace JobQueue.Host.Tests.Docs;

[TestClass]
public sealed class LibraryGuideTests
{
    [TestMethod]
    public void JobPolicy_EveryProperty_IsInTheTable()
    {
        var guide = File.ReadAllText(Path.Combine(HouseTests.Root, "docs", "library.md"));
        var table = Regex.Match(guide, @"^### JobPolicy$.*?^##", RegexOptions.Multiline | RegexOptions.Singleline).Value;

        var told = Regex.Matches(table, @"^\| (`\w+`(?:, )?)+ \|", RegexOptions.Multiline)
            .SelectMany(row => row.Groups[1].Captures).Select(capture => capture.Value.Trim('`', ',', ' ')).ToArray();

        var properties = typeof(JobPolicy).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);
        CollectionAssert.AreEquivalent(properties.ToArray(), told);
    }
}
