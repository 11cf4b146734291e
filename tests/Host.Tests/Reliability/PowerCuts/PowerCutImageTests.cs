using JobQueue.Reliability.PowerCuts;

namespace JobQueue.Host.Tests.Reliability.PowerCuts;

[TestClass]
public sealed class PowerCutImageTests
{
    private const int Page = 4096;
    private const int Sector = 512;
    private const int Seeds = 500;

    // The first is synced; of the others, a new first half and a third page, nothing is.
    private static readonly TracedFile File = new(
        [
            new FileChange(0, 0, 0, Filled(1, 2 * Page)),
            new FileChange(2, 2, 0, Filled(2, Page)),
            new FileChange(3, 3, 2 * Page, Filled(3, Page)),
        ],
        [(1, 1)]);

    private static readonly List<PowerCutImage> Images =
        [.. Enumerable.Range(0, Seeds).Select(seed => PowerCutImage.Of(File, 3, new Random(seed)))];

    [TestMethod]
    public void Of_AnyChance_HasWhatWasSynced() =>
        Assert.IsTrue(Images.TrueForAll(image => image.Bytes.AsSpan(Page, Page).SequenceEqual(Filled(1, Page))));

    [TestMethod]
    [DataRow(1, 0, DisplayName = "the first lost")]
    [DataRow(2, 0, DisplayName = "the second lost")]
    [DataRow(1, 3, DisplayName = "the first lost, the second not")]
    [DataRow(2, 3, DisplayName = "nothing lost")]
    public void Of_TwoThatWereNotSynced_EachMayBeLost(int first, int third) => Assert.IsTrue(Images.Exists(image =>
        image.Bytes.AsSpan(0, Page).SequenceEqual(Filled(first, Page))
        && (image.Bytes.Length == 3 * Page ? image.Bytes.AsSpan(2 * Page) : Filled(0, Page)).SequenceEqual(Filled(third, Page))));

    [TestMethod]
    public void Of_ChangeAtTheEnd_LengthMayBeAnyOfThem() => CollectionAssert.IsSubsetOf(
        new[] { 2 * Page, 3 * Page }, Images.Select(image => image.Bytes.Length).ToList());

    [TestMethod]
    public void Of_TornChange_IsTornAtSectors()
    {
        var torn = Images.Select(image => image.Bytes[..Page]).Where(page => page.Contains((byte)1) && page.Contains((byte)2)).ToList();
        var old = torn.SelectMany(page => page.Chunk(Sector)).Where(sector => sector.AsSpan().Count((byte)1) > Sector / 2).ToList();

        Assert.IsNotEmpty(old);
        Assert.IsTrue(old.TrueForAll(sector => sector.AsSpan().SequenceEqual(Filled(1, Sector))));
    }

    [TestMethod]
    public void Of_NothingUnsynced_LosesNothing() => Assert.AreEqual(0, PowerCutImage.Of(File, 1, new Random(1)).Lost);

    private static byte[] Filled(int value, int bytes) => [.. Enumerable.Repeat((byte)value, bytes)];
}
