using JobQueue.Jobs.Events;

namespace JobQueue.Jobs.Tests.Events;

[TestClass]
public sealed class EventFeedTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public void Read_AfterSeveral_GivesThemInOrder()
    {
        var feed = new EventFeed();
        var place = feed.End;

        feed.Publish(Event(1));
        feed.Publish([Event(2), Event(3)]);
        var read = feed.Read(place, most: 10);

        Assert.IsFalse(read.IsLost);
        Assert.AreEqual("1 2 3", Names(read));
        Assert.AreEqual(feed.End, read.Place);
    }

    [TestMethod]
    public void Read_AtMostTwo_GoesOnWhereItWas()
    {
        var feed = new EventFeed();
        feed.Publish([Event(1), Event(2), Event(3)]);

        var first = feed.Read(place: 0, most: 2);
        var second = feed.Read(first.Place, most: 2);
        var third = feed.Read(second.Place, most: 2);

        Assert.AreEqual(("1 2", "3", ""), (Names(first), Names(second), Names(third)));
    }

    [TestMethod]
    // Capacity 4 and 10 events: 7 to 10 are there. Place, whether lost, what comes
    [DataRow(0, true, "")]
    [DataRow(5, true, "")]
    [DataRow(6, false, "7 8 9 10")]
    [DataRow(9, false, "10")]
    [DataRow(10, false, "")]
    [DataRow(11, true, "")]
    [DataRow(-1, true, "")]
    public void Read_FullRing_TellsWhoWasOvertaken(int place, bool isLost, string events)
    {
        var feed = new EventFeed(capacity: 4);
        Enumerable.Range(1, 10).ToList().ForEach(number => feed.Publish(Event(number)));

        var read = feed.Read(place, most: 10);

        Assert.AreEqual((isLost, events), (read.IsLost, Names(read)));
        Assert.AreEqual(10, read.Place, "who is lost goes on from the end");
    }

    [TestMethod]
    public void Skip_EveryPlaceBefore_IsLostAndTheEndIsNot()
    {
        var feed = new EventFeed();
        feed.Publish(Event(1));
        var before = feed.End;

        feed.Skip();
        var after = feed.End;
        feed.Publish(Event(2));

        Assert.IsTrue(feed.Read(before, most: 10).IsLost);
        Assert.AreEqual("2", Names(feed.Read(after, most: 10)));
    }

    [TestMethod]
    public async Task NewsAsync_NothingYet_EndsWithTheNextEvent()
    {
        var feed = new EventFeed();

        var waiting = feed.NewsAsync(feed.End);
        var before = waiting.IsCompleted;
        feed.Publish(Event(1));
        await waiting.WaitAsync(Limit);

        Assert.IsFalse(before);
        Assert.IsTrue(feed.NewsAsync(place: 0).IsCompleted, "there is something to read");
    }

    [TestMethod]
    public async Task NewsAsync_Skipped_EndsForWhoIsLost()
    {
        var feed = new EventFeed();

        var waiting = feed.NewsAsync(feed.End);
        feed.Skip();

        await waiting.WaitAsync(Limit);
    }

    [TestMethod]
    public async Task Publish_ManyPublishersAndReaders_EachReaderSeesAllInEachPublishersOrder()
    {
        const int publishers = 4, eventsOfEach = 500;
        var feed = new EventFeed();

        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(() => ReadAllAsync(feed, publishers * eventsOfEach))).ToList();
        await Task.WhenAll(Enumerable.Range(0, publishers).Select(publisher => Task.Run(() =>
            Enumerable.Range(0, eventsOfEach).ToList().ForEach(number => feed.Publish(new Numbered(publisher, number))))));
        var seen = await Task.WhenAll(readers);

        var expected = Enumerable.Range(0, publishers * eventsOfEach).Select(i => (i / eventsOfEach, i % eventsOfEach)).ToList();
        Assert.HasCount(8, seen.Where(events =>
            events.OrderBy(what => what.Publisher).Select(what => (what.Publisher, what.Number)).SequenceEqual(expected)));
    }

    [TestMethod]
    public void Read_SlowReaderOfASmallRing_IsLostAndThenSeesTheLast()
    {
        var feed = new EventFeed(capacity: 8);

        Enumerable.Range(1, 10_000).ToList().ForEach(number => feed.Publish(Event(number)));
        var late = feed.Read(place: 0, most: 10);
        feed.Publish(Event(10_001));

        Assert.IsTrue(late.IsLost);
        Assert.AreEqual("10001", Names(feed.Read(late.Place, most: 10)));
    }

    private static async Task<List<Numbered>> ReadAllAsync(EventFeed feed, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        var seen = new List<Numbered>();
        for (var place = 0L; seen.Count < count;)
        {
            await feed.NewsAsync(place).WaitAsync(limit.Token);
            var read = feed.Read(place, most: 100);
            seen.AddRange(read.Events.Cast<Numbered>());
            place = read.Place;
        }

        return seen;
    }

    private static TestEvent Event(int number) => new($"{number}");

    private static string Names(FeedRead read) => string.Join(' ', read.Events.Select(what => what.JobName));

    private sealed record TestEvent(string Name) : FeedEvent(FeedKind.Job, null, Name);

    private sealed record Numbered(int Publisher, int Number) : FeedEvent(FeedKind.Queue, null, null);
}
