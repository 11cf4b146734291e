using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Queue;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class QueueSlotsTests
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private int _woken;

    [TestMethod]
    public void TakeForNew_BehindOneThatWaits_IsNone()
    {
        var slots = New(1);
        Assert.IsNotNull(slots.TakeForNew());
        Assert.IsNull(slots.TakeForNew());

        slots.Free();

        Assert.IsNull(slots.TakeForNew(), "a run that entered before must go first");
    }

    [TestMethod]
    public void GiveBack_NoneWaitedAndNoneEntered_OpensTheShortWay()
    {
        var slots = New(1);
        slots.NoteBacklog();
        var taken = slots.TakeForBacklog(most: 64);
        Assert.AreEqual(1, taken.Count);

        slots.GiveBack(taken, 1);

        Assert.IsNotNull(slots.TakeForNew());
    }

    [TestMethod]
    public void GiveBack_AnotherEnteredMeanwhile_KeepsTheBacklog()
    {
        var slots = New(1);
        slots.NoteBacklog();
        var taken = slots.TakeForBacklog(most: 64);
        slots.NoteBacklog();

        slots.GiveBack(taken, 1);

        Assert.AreEqual(1, slots.TakeForBacklog(most: 64).Count);
    }

    [TestMethod]
    public void TakeForBacklog_NothingWaits_TakesNothing() => Assert.AreEqual(0, New(4).TakeForBacklog(most: 64).Count);

    [TestMethod]
    public void BeginClaim_OneIsOnItsWay_IsLeftToThatOne()
    {
        var slots = New(3);
        slots.TakeForNew();
        slots.NoteBacklog();

        var (first, second) = (slots.BeginClaim(), slots.BeginClaim());
        slots.Free();
        var taken = slots.TakeForBacklog(most: 64);
        slots.GiveBack(taken with { Mark = TakenSlots.Nothing }, taken.Count);

        Assert.AreEqual((true, false, 3), (first, second, taken.Count), "it takes what is free when it arrives");
        Assert.IsTrue(slots.BeginClaim());
    }

    [TestMethod]
    public void TakeForNew_RateUsedUp_IsNoneUntilTheFirstTokenIsBack()
    {
        var slots = New(10, new Rate(2, TimeSpan.FromSeconds(1)));
        slots.NoteSent(slots.TakeForNew()!.Value);
        _time.Advance(TimeSpan.FromMilliseconds(600));
        slots.NoteSent(slots.TakeForNew()!.Value);

        Assert.IsNull(slots.TakeForNew());
        slots.Entered();
        var atOnce = slots.TakeForBacklog(most: 64);
        _time.Advance(TimeSpan.FromMilliseconds(399));
        var wokenEarly = _woken;
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.AreEqual((0, 0, 1), (atOnce.Count, wokenEarly, _woken));
        Assert.AreEqual(1, slots.TakeForBacklog(most: 64).Count, "the second token is back 600 ms later");
    }

    [TestMethod]
    public void GiveBack_ReservedTokens_AreFreeAtOnce()
    {
        var slots = New(10, new Rate(2, TimeSpan.FromHours(1)));
        slots.NoteBacklog();
        var taken = slots.TakeForBacklog(most: 64);

        slots.GiveBack(taken, taken.Count);

        Assert.AreEqual(2, taken.Count, "as many as there are tokens");
        Assert.IsNotNull(slots.TakeForNew());
    }

    [TestMethod]
    public void HoldUntil_AnInstant_GivesNoSlotBeforeAndWakesThen()
    {
        var slots = New(1);
        slots.HoldUntil(_time.GetUtcNow().AddSeconds(30));
        slots.HoldUntil(_time.GetUtcNow().AddSeconds(10));
        slots.NoteBacklog();

        var held = slots.TakeForBacklog(most: 64);
        var until = slots.NotBefore();
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual((0, _time.GetUtcNow(), 1), (held.Count, until, _woken), "the later instant holds");
        Assert.AreEqual(1, slots.TakeForBacklog(most: 64).Count);
        Assert.IsNull(slots.NotBefore());
    }

    [TestMethod]
    public void HoldOnlyUntil_AnotherIsNotRecordedYet_KeepsTheLater()
    {
        var slots = New(1);
        slots.HoldUnrecordedUntil(_time.GetUtcNow().AddSeconds(30));

        slots.HoldOnlyUntil(_time.GetUtcNow().AddHours(-1));
        var before = slots.NotBefore();
        slots.Recorded();
        slots.HoldOnlyUntil(_time.GetUtcNow().AddSeconds(10));

        Assert.AreEqual((_time.GetUtcNow().AddSeconds(30), _time.GetUtcNow().AddSeconds(10)), (before, slots.NotBefore()));
    }

    [TestMethod]
    public void Look_NothingElseIsSaidThanBefore_HasNotMoved()
    {
        var slots = New(1);
        var before = slots.Look().Moved;
        _time.Advance(TimeSpan.FromMinutes(5));

        slots.SetPaused(false);
        slots.HoldOnlyUntil(null);
        var after = slots.Look().Moved;
        slots.SetPaused(true);

        Assert.AreEqual(before, after);
        Assert.AreNotEqual(before, slots.Look().Moved);
    }

    [TestMethod]
    public void HoldUntil_ClockIsSetBackSince_HoldsNoLonger()
    {
        var slots = New(1);
        slots.HoldUntil(_time.GetUtcNow().AddSeconds(30));
        slots.NoteBacklog();
        slots.TakeForBacklog(most: 64);

        _time.Jump(TimeSpan.FromDays(-60));
        var held = slots.TakeForBacklog(most: 64);
        var until = slots.NotBefore();
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual((0, _time.GetUtcNow(), 1), (held.Count, until, _woken));
        Assert.AreEqual(1, slots.TakeForBacklog(most: 64).Count);
    }

    [TestMethod]
    public async Task SettleAsync_RunsOnTheirWay_EndsWithTheLastOfThemAndNotWithLaterOnes()
    {
        var slots = New(3);
        var (first, second) = (slots.TakeForNew()!.Value, slots.TakeForNew()!.Value);

        var settled = slots.SettleAsync();
        var later = slots.TakeForNew()!.Value;
        var settledLater = slots.SettleAsync();
        slots.NoteSent(first);
        var beforeTheLast = settled.IsCompleted;
        slots.GiveBack(second, 1);

        await settled.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.IsFalse(beforeTheLast);
        Assert.IsFalse(settledLater.IsCompleted);
        slots.NoteSent(later);
        await settledLater.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private QueueSlots New(int slots, Rate? rate = null) => new(new QueueLimit(slots, rate), _time, () => _woken++);
}
