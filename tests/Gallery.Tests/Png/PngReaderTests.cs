using Gallery.Png;

namespace JobQueue.Gallery.Tests.Png;

[TestClass]
public sealed class PngReaderTests
{
    // 9 x 6 pixels of (20 x, 20 y, 7); the lines take all five filters.
    [TestMethod]
    [DataRow(
        "iVBORw0KGgoAAAANSUhEUgAAAAkAAAAGCAIAAACepSOSAAAASklEQVR42nWKSw3AIADFuk/ShDMiEDERE/FEIAIRSN12Z01vLWDFhhfeGOw4cOJG"
        + "fRtLd/5K5aCdpbD0/JZfYo0tXvGOiT2OOOMD/2sL/EDIGTAAAAAASUVORK5CYII=",
        DisplayName = "8 bits")]
    [DataRow(
        "iVBORw0KGgoAAAANSUhEUgAAAAkAAAAGCAIAAAHpohMEAAAAXElEQVR42m2MwQnAMAwDlX5uAQ2hITKEh+gQGaJDZNSaPgqFmhMY67AktlB1VFSx"
        + "C0UsMdIH9YSECivsIIspTnG14y7beDj0ro2MTcw0ZU6zzGW2GZq4hT++T77cWIMPvwqzg1kAAAAASUVORK5CYII=",
        DisplayName = "interlaced")]
    [DataRow(
        "iVBORw0KGgoAAAANSUhEUgAAAAkAAAAGEAIAAADONf/RAAAAYElEQVR42pXPwQnAMAiFYdsGAj07hEM4RIZwCIfIEBm1+Sml1+QdPjw8BUVmalVF"
        + "M3TH1jACM7F3HAMPEdV3jWnVc6f8e4mYlXLPiKxbvhvbieA3NEN3bA0jMBN7xzHwAb3mF+1yjQ97AAAAAElFTkSuQmCC",
        DisplayName = "16 bits")]
    public void Read_ColourPicture_HasItsPixels(string base64)
    {
        var picture = PngReader.Read(Convert.FromBase64String(base64));

        var expected =
            from y in Enumerable.Range(0, 6)
            from x in Enumerable.Range(0, 9)
            from sample in new[] { 20 * x, 20 * y, 7, 255 }
            select (byte)sample;
        Assert.AreEqual((9, 6), (picture.Width, picture.Height));
        CollectionAssert.AreEqual(expected.ToArray(), picture.Rgba);
    }

    [TestMethod]
    [DataRow(
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAABAgMAAABrkIxgAAAADFBMVEX/AAAA/wAAAP8JCQlccX6GAAAAA3RSTlP/gAB/bWh4AAAAC0lEQVR42mOQ"
        + "ZgAAADkAHP1IYGsAAAAASUVORK5CYII=",
        "FF0000FF00FF00800000FF00090909FFFF0000FF", DisplayName = "palette of 2 bits, with alpha")]
    [DataRow(
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAABAQAAAAA+hVleAAAAAnRSTlMAAHaTzTgAAAAKSURBVHjaY9gAAACyALH4gpKnAAAAAElFTkSuQmCC",
        "FFFFFFFF00000000FFFFFFFFFFFFFFFF00000000", DisplayName = "1 bit, black is transparent")]
    [DataRow(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAQAAABeK7cBAAAADUlEQVR42mM48T/FCAAHHAJeP4HW/gAAAABJRU5ErkJggg==",
        "C8C8C8FF64646432", DisplayName = "grey with alpha")]
    public void Read_PictureOfFewSamples_HasItsPixels(string base64, string rgba)
    {
        var picture = PngReader.Read(Convert.FromBase64String(base64));

        Assert.AreEqual(rgba, Convert.ToHexString(picture.Rgba));
    }

    [TestMethod]
    [DataRow(1, 1)]
    [DataRow(33, 20)]
    public void Read_WhatWasWritten_IsTheSame(int width, int height)
    {
        var file = TestPictures.Png(width, height);

        var again = PngWriter.Write(PngReader.Read(file));

        CollectionAssert.AreEqual(file, again);
    }

    [TestMethod]
    public void Header_MorePixelsThanAllowed_IsRefusedBeforeTheyAreDecoded()
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        PngChunks.Write(file, "IHDR"u8, [0, 0, 0x13, 0x89, 0, 0, 0x12, 0xC0, 8, 2, 0, 0, 0]);

        var refusal = Assert.ThrowsExactly<InvalidDataException>(() => PngReader.Header(file.ToArray()));

        Assert.AreEqual("The picture has 5001 x 4800 pixels, more than 24 million.", refusal.Message);
    }

    [TestMethod]
    [DataRow(8, DisplayName = "nothing but the signature")]
    [DataRow(20, DisplayName = "within the header")]
    [DataRow(60, DisplayName = "within the pixels")]
    [DataRow(-12, DisplayName = "without its end")]
    public void Read_CutOff_IsRefused(int bytes)
    {
        var file = TestPictures.Png(20, 20);

        var refusal = Assert.ThrowsExactly<InvalidDataException>(() => PngReader.Read(file.AsSpan(0, (bytes + file.Length) % file.Length)));

        Assert.AreEqual("The picture ends too early.", refusal.Message);
    }

    [TestMethod]
    public void Read_ByteChanged_IsRefusedForItsChecksum()
    {
        var file = TestPictures.Png(20, 20);
        file[50] ^= 1;

        var refusal = Assert.ThrowsExactly<InvalidDataException>(() => PngReader.Read(file));

        Assert.AreEqual("The picture is damaged: a checksum is wrong.", refusal.Message);
    }
}
