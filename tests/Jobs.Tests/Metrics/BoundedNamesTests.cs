using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Tests.Metrics;

[TestClass]
public sealed class BoundedNamesTests
{
    [TestMethod]
    public void Of_MoreNamesThanThereIsRoomFor_FirstStayAndOthersAreOne()
    {
        var names = new BoundedNames(most: 2);

        string[] said = [names.Of("a"), names.Of("b"), names.Of("c"), names.Of("d"), names.Of("a"), names.Of("c")];

        CollectionAssert.AreEqual(new[] { "a", "b", "_OTHER", "_OTHER", "a", "_OTHER" }, said);
    }

    [TestMethod]
    [DataRow("GET", "GET")]
    [DataRow("PATCH", "PATCH")]
    [DataRow("get", "_OTHER")]
    [DataRow("X8F3", "_OTHER")]
    public void Method_OfARequest_IsAKnownOneOrOther(string method, string tag) =>
        Assert.AreEqual(tag, Tags.Method(method).Value);
}
