using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace JobQueue.Host.Tests.Docs;

[TestClass]
public sealed class NuGetConfigTests
{
    [TestMethod]
    public void Readme_NuGetConfig_KeepsTheUsualSources()
    {
        var readme = File.ReadAllText(Path.Combine(HouseTests.Root, "README.md"));

        var config = XDocument.Parse(Regex.Match(readme, "^<configuration>.*?^</configuration>", RegexOptions.Multiline | RegexOptions.Singleline).Value);

        // What is not cleared is inherited from the user's own configuration.
        Assert.AreEqual("add", config.Root!.Element("packageSources")!.Elements().Single().Name.LocalName);
    }
}
