using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Tests.Clustering;

[TestClass]
public sealed class MeasuredSkewTests
{
    private static readonly TimeSpan Measured = TimeSpan.FromMilliseconds(300);

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [TestMethod]
    public void Now_TimeWentBy_IsAsItWasMeasured()
    {
        var skew = Skew();

        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.AreEqual(Measured, skew.Now);
    }

    [TestMethod]
    [DataRow(20)]
    [DataRow(-20)]
    public void Now_ClockWasSetSince_KnowsIt(int minutes)
    {
        var skew = Skew();
        _clock.Advance(TimeSpan.FromSeconds(1));

        _clock.Jump(TimeSpan.FromMinutes(minutes));

        Assert.AreEqual(Measured + TimeSpan.FromMinutes(minutes), skew.Now);
    }

    [TestMethod]
    [DataRow(0, false)]
    [DataRow(0.9, false)]
    [DataRow(1.1, true)]
    [DataRow(-1.1, true)]
    public void IsDoubtful_ClockWasSetBySeconds_BeyondLittle(double seconds, bool expected)
    {
        var skew = Skew();
        _clock.Advance(TimeSpan.FromSeconds(10));

        _clock.Jump(TimeSpan.FromSeconds(seconds));

        Assert.AreEqual(expected, skew.IsDoubtful);
    }

    [TestMethod]
    public void IsDoubtful_MeasuredAnew_IsNot()
    {
        var skew = Skew();
        _clock.Jump(TimeSpan.FromMinutes(20));

        skew.Note(TimeSpan.FromMinutes(20), _clock.GetUtcNow(), _clock.GetTimestamp());

        Assert.IsFalse(skew.IsDoubtful);
    }

    [TestMethod]
    public void Now_MeasuredAnew_IsThat()
    {
        var skew = Skew();
        _clock.Jump(TimeSpan.FromMinutes(20));

        skew.Note(TimeSpan.Zero, _clock.GetUtcNow(), _clock.GetTimestamp());

        Assert.AreEqual(TimeSpan.Zero, skew.Now);
    }

    private MeasuredSkew Skew()
    {
        var skew = new MeasuredSkew(_clock);
        skew.Note(Measured, _clock.GetUtcNow(), _clock.GetTimestamp());
        return skew;
    }
}
