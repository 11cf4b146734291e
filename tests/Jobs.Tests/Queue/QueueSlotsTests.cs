using JobQueue.Jobs.Queue;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class QueueSlotsTests
{
    [TestMethod]
    public void TryTakeForNew_BehindOneThatWaits_IsFalse()
    {
        var slots = new QueueSlots(1);
        Assert.IsTrue(slots.TryTakeForNew());
        Assert.IsFalse(slots.TryTakeForNew());

        slots.Free();

        Assert.IsFalse(slots.TryTakeForNew(), "a run that entered before must go first");
    }

    [TestMethod]
    public void GiveBack_NoneWaitedAndNoneEntered_OpensTheShortWay()
    {
        var slots = new QueueSlots(1);
        slots.NoteBacklog();
        var (taken, mark) = slots.TakeForBacklog();
        Assert.AreEqual(1, taken);

        slots.GiveBack(taken, mark);

        Assert.IsTrue(slots.TryTakeForNew());
    }

    [TestMethod]
    public void GiveBack_AnotherEnteredMeanwhile_KeepsTheBacklog()
    {
        var slots = new QueueSlots(1);
        slots.NoteBacklog();
        var (taken, mark) = slots.TakeForBacklog();
        slots.NoteBacklog();

        slots.GiveBack(taken, mark);

        Assert.AreEqual(1, slots.TakeForBacklog().Taken);
    }

    [TestMethod]
    public void TakeForBacklog_NothingWaits_TakesNothing() => Assert.AreEqual(0, new QueueSlots(4).TakeForBacklog().Taken);
}
