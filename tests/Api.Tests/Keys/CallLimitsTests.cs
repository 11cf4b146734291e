using System.Net;
using JobQueue.Api.Keys;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests.Keys;

[TestClass]
public sealed class CallLimitsTests
{
    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));

    [TestMethod]
    public void Call_AtOnce_IsTwiceTheRate()
    {
        var limits = New("5/s");

        var waits = Enumerable.Range(0, 12).Select(_ => limits.Call("a")).ToArray();

        Assert.AreEqual(10, waits.Count(wait => wait == TimeSpan.Zero));
        Assert.AreEqual(TimeSpan.FromMilliseconds(200), waits[^1]);
        Assert.AreEqual(TimeSpan.Zero, limits.Call("b"));
    }

    [TestMethod]
    // After, further calls
    [DataRow(0.1, 0)]
    [DataRow(0.2, 1)]
    [DataRow(1.0, 5)]
    [DataRow(60.0, 10)]
    public void Call_AfterTheBurst_FollowsTheRate(double seconds, int more)
    {
        var limits = New("5/s");
        Spend(limits, 10);

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.AreEqual(more, Spend(limits, 20));
    }

    [TestMethod]
    // One address, another, whether wrong keys of the one hold up the other
    [DataRow("192.0.2.1", "192.0.2.1", true)]
    [DataRow("192.0.2.1", "192.0.2.2", false)]
    [DataRow("::ffff:192.0.2.1", "192.0.2.1", true)]
    [DataRow("2001:db8::1", "2001:db8::ffff:1", true)]
    [DataRow("2001:db8::1", "2001:db8:0:1::1", false)]
    public void NoteRefusal_TenOfAnAddress_HoldsUpItsNetwork(string one, string other, bool isHeldUp)
    {
        var limits = New("100/s");

        for (var i = 0; i < 10; i++)
            limits.NoteRefusal(IPAddress.Parse(one));

        Assert.AreEqual(isHeldUp, limits.UntilLookedAt(IPAddress.Parse(other)) > TimeSpan.Zero);
    }

    [TestMethod]
    public void NoteRefusal_AWhileAgo_IsForgotten()
    {
        var limits = New("100/s");
        for (var i = 0; i < 10; i++)
            limits.NoteRefusal(IPAddress.Loopback);

        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.AreEqual(TimeSpan.Zero, limits.UntilLookedAt(IPAddress.Loopback));
    }

    [TestMethod]
    public void NoteRefusal_MoreAddressesThanAreKept_ShareOneBucket()
    {
        var limits = New("100/s");
        for (var i = 0; i < 10_011; i++)
            limits.NoteRefusal(new IPAddress(i + (10L << 24)));

        Assert.IsGreaterThan(TimeSpan.Zero, limits.UntilLookedAt(IPAddress.Parse("192.0.2.77")));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual(TimeSpan.Zero, limits.UntilLookedAt(IPAddress.Parse("192.0.2.78")));
    }

    private CallLimits New(string rate) => new(Options.Create(new KeyringOptions { RateLimit = rate }), _clock);

    private static int Spend(CallLimits limits, int calls) => Enumerable.Range(0, calls).Count(_ => limits.Call("a") == TimeSpan.Zero);
}
