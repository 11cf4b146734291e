using JobQueue.Api.Health;

namespace JobQueue.Api.Tests.Health;

[TestClass]
public sealed class ClockStallTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _time = new(Start);

    [TestMethod]
    // Seconds that pass, those from the start to the due, what the look says
    [DataRow(3600, 3540, null)]
    [DataRow(3600, 3539, 61)]
    [DataRow(3600, 10, 3590)]
    [DataRow(50, -3600, null)]
    [DataRow(61, -3600, 3661)]
    public void Look_AtADue_IsStalledOnceThatAndTheProcessAreOlderThanAMinute(int passed, int due, int? overdue)
    {
        var stall = new ClockStall(_time);

        _time.Advance(TimeSpan.FromSeconds(passed));
        var found = stall.Look(Start.AddSeconds(due));

        Assert.AreEqual(overdue, (int?)found?.TotalSeconds);
    }

    [TestMethod]
    public void Look_WithNothingDue_IsNotStalled()
    {
        var stall = new ClockStall(_time);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.IsNull(stall.Look(null));
    }

    [TestMethod]
    // The wall clock is set, or the machine was suspended; and back
    [DataRow(3600)]
    [DataRow(-3600)]
    public void Look_AfterAJump_ClockHasAMinuteAgain(int seconds)
    {
        var stall = new ClockStall(_time);

        _time.Advance(TimeSpan.FromMinutes(5));
        _time.Jump(TimeSpan.FromSeconds(seconds));
        var due = _time.GetUtcNow().AddSeconds(-200);
        var noticed = stall.Look(due);
        _time.Advance(TimeSpan.FromSeconds(60));
        var soon = stall.Look(due);
        _time.Advance(TimeSpan.FromSeconds(1));
        var later = stall.Look(due);

        Assert.AreEqual((null, null, TimeSpan.FromSeconds(261)), (noticed, soon, later));
    }

    [TestMethod]
    public void Look_OnceWhatWasDueIsDone_IsWell()
    {
        var stall = new ClockStall(_time);
        _time.Advance(TimeSpan.FromMinutes(10));
        var stalled = stall.Look(Start);

        var well = stall.Look(Start.AddHours(1));

        Assert.IsNotNull(stalled);
        Assert.IsNull(well);
    }
}
