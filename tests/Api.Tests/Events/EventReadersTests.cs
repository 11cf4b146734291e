using JobQueue.Api.Events;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Api.Tests.Events;

[TestClass]
public sealed class EventReadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // The readers of other tests are heard too.
    [TestMethod]
    [DoNotParallelize]
    public async Task Readers_WhoComeAndGo_AreMeasured()
    {
        using var folder = new TempFolder();
        await using var ledger = Ledger.Open(folder.File("jobqueue.db"), NullLogger.Instance);
        using var readers = new EventReaders(ledger, new ManualTimeProvider(Now));
        using var readings = new Readings();

        await readers.TryEnterAsync();
        await readers.TryEnterAsync();
        readers.Leave();

        CollectionAssert.AreEqual(new[] { 1.0, 1.0, -1.0 }, readings.Of("jobqueue.event.readers"));
    }

    [TestMethod]
    public async Task Leave_TheLastReader_ItsPlaceIsKeptForAWhile()
    {
        using var folder = new TempFolder();
        await using var ledger = Ledger.Open(folder.File("jobqueue.db"), NullLogger.Instance);
        var time = new ManualTimeProvider(Now);
        using var readers = new EventReaders(ledger, time);

        await readers.TryEnterAsync();
        readers.Leave();
        await AddAsync(ledger, "1");
        time.Advance(EventReaders.Linger);
        await AddAsync(ledger, "2");

        Assert.IsTrue(readers.Feed.Read(place: 1, most: 10).IsLost);
        Assert.AreEqual(2, readers.Feed.End, "the first run, and that no more is told");
    }

    [TestMethod]
    public async Task Leave_AnotherReaderIsThere_GoesOn()
    {
        using var folder = new TempFolder();
        await using var ledger = Ledger.Open(folder.File("jobqueue.db"), NullLogger.Instance);
        var time = new ManualTimeProvider(Now);
        using var readers = new EventReaders(ledger, time);

        await readers.TryEnterAsync();
        readers.Leave();
        await readers.TryEnterAsync();
        time.Advance(EventReaders.Linger);
        await AddAsync(ledger, "1");

        Assert.HasCount(1, readers.Feed.Read(place: 0, most: 10).Events);
    }

    [TestMethod]
    public async Task TryEnterAsync_BrokenLedger_TakesNoPlace()
    {
        using var folder = new TempFolder();
        var ledger = Ledger.Open(folder.File("jobqueue.db"), NullLogger.Instance);
        using var readers = new EventReaders(ledger, new ManualTimeProvider(Now));
        await ledger.DisposeAsync();

        var refused = await Task.WhenAll(Enumerable.Range(0, EventReaders.Most + 1).Select(_ =>
            Assert.ThrowsExactlyAsync<LedgerException>(() => readers.TryEnterAsync())));

        Assert.HasCount(EventReaders.Most + 1, refused);
    }

    private static Task<bool> AddAsync(Ledger ledger, string id) => ledger.WriteAsync(connection => RunWrites.Add(
        connection,
        new Run { Id = id, Due = Now, Created = Now, State = RunState.Pending, Request = new JobRequest { Uri = "/" } },
        owner: null));
}
