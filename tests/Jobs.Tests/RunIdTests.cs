namespace JobQueue.Jobs.Tests;

[TestClass]
public sealed class RunIdTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [TestMethod]
    public void NewInOrder_OfOneInstant_AreUuidsOfItInOrder()
    {
        var ids = RunId.NewInOrder(Now).Take(1000).ToList();

        CollectionAssert.AreEqual(ids.Order(StringComparer.Ordinal).Distinct().ToList(), ids);
        Assert.IsTrue(ids.All(id => Guid.Parse(id) is { Version: 7, Variant: >= 8 and <= 0xB }));
        Assert.AreEqual(RunId.New(Now)[..13], ids[^1][..13]);
    }
}
