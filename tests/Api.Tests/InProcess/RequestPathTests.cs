using JobQueue.Api.InProcess;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class RequestPathTests
{
    [TestMethod]
    [DataRow("/a/b", "/a/b")]
    [DataRow("/a%20b", "/a b")]
    [DataRow("/a%2Fb%2fc", "/a%2Fb%2fc")]
    [DataRow("/k%C3%A4se", "/käse")]
    [DataRow("/%F0%9F%98%80", "/😀")]
    [DataRow("/%25zz%", "/%zz%")]
    [DataRow("/%2", "/%2")]
    [DataRow("/%FFa", "/%FFa")]
    [DataRow("/%C3", "/%C3")]
    [DataRow("/a/%2e%2e/b", "/b")]
    [DataRow("/a/%2e/b", "/a/b")]
    [DataRow("/%2e%2e/%2e%2e", "/")]
    [DataRow("/a/b/%2e%2e", "/a/")]
    public void Decode_Path_IsAsServersHandItOver(string path, string expected) =>
        Assert.AreEqual(expected, RequestPath.Decode(path));
}
