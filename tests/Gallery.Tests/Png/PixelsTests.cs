using Gallery.Png;

namespace JobQueue.Gallery.Tests.Png;

[TestClass]
public sealed class PixelsTests
{
    [TestMethod]
    [DataRow(2000, 1000, 800, 800, 400)]
    [DataRow(1000, 2000, 800, 400, 800)]
    [DataRow(800, 600, 800, 800, 600)]
    [DataRow(100, 60, 800, 100, 60)]
    [DataRow(5000, 1, 800, 800, 1)]
    public void SizeWithin_KeepsTheProportionAndNeverEnlarges(int width, int height, int longest, int expectedWidth, int expectedHeight) =>
        Assert.AreEqual((expectedWidth, expectedHeight), Pixels.SizeWithin(width, height, longest));

    [TestMethod]
    public void Within_TwoPixelsInOne_IsTheirMean()
    {
        var picture = new Pixels(2, 1, [100, 0, 0, 255, 200, 50, 0, 255]);

        var scaled = picture.Within(1);

        CollectionAssert.AreEqual(new byte[] { 150, 25, 0, 255 }, scaled.Rgba);
    }

    [TestMethod]
    public void Within_PixelThatCannotBeSeen_AddsNoColour()
    {
        var picture = new Pixels(2, 1, [100, 20, 0, 255, 255, 255, 255, 0]);

        var scaled = picture.Within(1);

        CollectionAssert.AreEqual(new byte[] { 100, 20, 0, 127 }, scaled.Rgba);
    }

    [TestMethod]
    public void MiddleSquare_WidePicture_IsItsMiddle()
    {
        var picture = new Pixels(3, 1, [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);

        var square = picture.MiddleSquare();

        CollectionAssert.AreEqual(new byte[] { 2, 2, 2, 2 }, square.Rgba);
    }
}
