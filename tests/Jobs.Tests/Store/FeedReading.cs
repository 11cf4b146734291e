using JobQueue.Jobs.Events;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>Reads a feed that may be told a little later than the ledger is written.</summary>
internal static class FeedReading
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>All from the beginning, as soon as there are so many.</summary>
    internal static async Task<IReadOnlyList<FeedEvent>> ReadAllAsync(this EventFeed feed, int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (feed.End < count)
            await feed.NewsAsync(feed.End).WaitAsync(limit.Token);
        return feed.Read(place: 0, most: 100).Events;
    }

    /// <summary>Ends when the last event is about the job of this name.</summary>
    internal static async Task WaitForAsync(this EventFeed feed, string job)
    {
        using var limit = new CancellationTokenSource(Limit);
        for (var end = feed.End; feed.Read(end - 1, most: 1).Events.SingleOrDefault()?.JobName != job; end = feed.End)
            await feed.NewsAsync(end).WaitAsync(limit.Token);
    }

    /// <summary>Ends when who stands at a place is lost.</summary>
    internal static async Task WaitForLossAsync(this EventFeed feed, long place)
    {
        using var limit = new CancellationTokenSource(Limit);
        for (var end = feed.End; !feed.Read(place, most: 1).IsLost; end = feed.End)
            await feed.NewsAsync(end).WaitAsync(limit.Token);
    }
}
