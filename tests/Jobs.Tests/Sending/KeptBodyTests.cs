using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class KeptBodyTests
{
    private readonly KeptBody _body = new();

    [TestMethod]
    [DataRow(0, 0)]
    [DataRow(1, 1)]
    [DataRow(Response.MaxKeptBytes, Response.MaxKeptBytes)]
    [DataRow(Response.MaxKeptBytes + 1, Response.MaxKeptBytes)]
    [DataRow(Response.MaxKeptBytes * 3, Response.MaxKeptBytes)]
    public void Append_Bytes_KeepsTheFirstMebibyteAndCountsAll(int count, int kept)
    {
        _body.Append(new byte[count]);

        Assert.AreEqual(((long)count, kept), (_body.Length, _body.Kept.Length));
    }

    [TestMethod]
    public void Advance_BeyondTheMebibyte_CountsAndKeepsWhatWasThere()
    {
        _body.Append(Enumerable.Repeat((byte)7, Response.MaxKeptBytes).ToArray());
        _body.GetSpan(100_000).Fill(9);
        _body.Advance(100_000);

        Assert.AreEqual(Response.MaxKeptBytes + 100_000, _body.Length);
        Assert.IsTrue(_body.Kept.Span.IndexOfAnyExcept((byte)7) < 0);
    }

    [TestMethod]
    public void Advance_MoreThanAskedFor_IsRefused()
    {
        var size = _body.GetMemory(1).Length;

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => _body.Advance(size + 1));
    }
}
