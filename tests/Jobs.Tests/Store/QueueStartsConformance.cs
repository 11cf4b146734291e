using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>When runs of a queue with a rate may begin.</summary>
public abstract class QueueStartsConformance : StoreConformance
{
    private static readonly Rate Rate = new(5, TimeSpan.FromSeconds(1));
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    public async Task Room_RunsBegan_IsWhatTheRateLeaves()
    {
        await using var fixture = await NewFixtureAsync();

        var before = await RoomAsync(fixture, Now);
        await AddAsync(fixture, 3, Now);
        await AddAsync(fixture, 1, Now.AddMilliseconds(400));
        var between = await RoomAsync(fixture, Now.AddMilliseconds(400));
        await AddAsync(fixture, 1, Now.AddMilliseconds(400));

        Assert.AreEqual((5, null), before);
        Assert.AreEqual((1, null), between);
        Assert.AreEqual((0, Now.AddSeconds(1)), await RoomAsync(fixture, Now.AddMilliseconds(999)));
        Assert.AreEqual((3, null), await RoomAsync(fixture, Now.AddSeconds(1)));
        Assert.AreEqual((5, null), await RoomAsync(fixture, Now.AddMilliseconds(1400)));
    }

    [TestMethod]
    public async Task Room_AnotherQueuesRuns_CountForThatOnly()
    {
        await using var fixture = await NewFixtureAsync();

        await AddAsync(fixture, 5, Now, queue: "press");

        Assert.AreEqual((5, null), await RoomAsync(fixture, Now));
        Assert.AreEqual((0, Now.AddSeconds(1)), await RoomAsync(fixture, Now, queue: "press"));
    }

    // Within a thousandth of the stretch: counted as at its end, so never too short.
    [TestMethod]
    public async Task Room_BeganWithinAPart_CountsFromItsEnd()
    {
        await using var fixture = await NewFixtureAsync();

        await AddAsync(fixture, 2, Now.AddTicks(1));
        await AddAsync(fixture, 3, Now.AddMilliseconds(1));

        Assert.AreEqual((0, Now.AddMilliseconds(1001)), await RoomAsync(fixture, Now.AddMilliseconds(1)));
        Assert.AreEqual(1L, await fixture.Ledger.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM queue_starts")));
    }

    [TestMethod]
    public async Task Room_ClockWasSetBack_HoldsNothingUntilThen()
    {
        await using var fixture = await NewFixtureAsync();

        await AddAsync(fixture, 5, Now.AddHours(1));

        Assert.AreEqual((5, null), await RoomAsync(fixture, Now));
    }

    // What is known of the ledger's clock is a little off at each node.
    [TestMethod]
    public async Task Room_BeganAtANodeWhoseClockIsALittleAhead_Counts()
    {
        await using var fixture = await NewFixtureAsync();

        await AddAsync(fixture, 5, Now.AddMilliseconds(300));

        Assert.AreEqual((0, Now.AddMilliseconds(1300)), await RoomAsync(fixture, Now));
        Assert.AreEqual((5, null), await RoomAsync(fixture, Now.AddMilliseconds(1300)));
    }

    private static Task AddAsync(LedgerFixture fixture, int runs, DateTimeOffset at, string queue = "mail") => fixture.Ledger.WriteAsync(connection =>
    {
        QueueStarts.Add(connection, queue, Rate, runs, at);
        return true;
    });

    private static Task<(int Free, DateTimeOffset? Next)> RoomAsync(LedgerFixture fixture, DateTimeOffset at, string queue = "mail") =>
        fixture.Ledger.WriteAsync(connection => QueueStarts.Room(connection, queue, Rate, at));
}
