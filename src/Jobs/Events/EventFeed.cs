namespace JobQueue.Jobs.Events;

/// <summary>
/// The last events, numbered from 1. Each reader has its own place in it, the number of the last event it has seen, and goes on at its
/// own pace: who is overtaken learns that, and nobody waits for a reader.
/// </summary>
/// <param name="capacity">The most events it holds; older ones are forgotten.</param>
internal sealed class EventFeed(int capacity = EventFeed.UsualCapacity)
{
    internal const int UsualCapacity = 10_000;

    /// <summary>A place that no reader has ever had: whoever stands there is lost.</summary>
    internal const long Nowhere = -1;

    private readonly Lock _gate = new();
    private readonly FeedEvent?[] _ring = new FeedEvent?[capacity];
    private long _first = 1;
    private long _next = 1;
    private TaskCompletionSource? _news;

    internal int Capacity => capacity;

    /// <summary>The place of a reader that wants what comes from now on.</summary>
    internal long End
    {
        get
        {
            lock (_gate)
                return _next - 1;
        }
    }

    internal void Publish(FeedEvent what) => Publish([what]);

    internal void Publish(ReadOnlySpan<FeedEvent> events)
    {
        TaskCompletionSource? news;
        lock (_gate)
        {
            foreach (var what in events)
                _ring[_next++ % capacity] = what;
            _first = Math.Max(_first, _next - capacity);
            news = TakeNews();
        }

        Wake(news);
    }

    /// <summary>Things happened that are not told: whoever reads is lost.</summary>
    internal void Skip()
    {
        TaskCompletionSource? news;
        lock (_gate)
        {
            Array.Clear(_ring);
            _first = ++_next;
            news = TakeNews();
        }

        Wake(news);
    }

    /// <summary>The events after a place, at most so many.</summary>
    /// <param name="place">Of this feed, or any number: one that the feed does not know is lost.</param>
    /// <param name="most">At least 1.</param>
    internal FeedRead Read(long place, int most)
    {
        lock (_gate)
        {
            if (place < _first - 1 || place >= _next)
                return new FeedRead([], _next - 1, IsLost: true);
            var events = new FeedEvent[Math.Min(most, _next - 1 - place)];
            for (var i = 0; i < events.Length; i++)
                events[i] = _ring[(place + 1 + i) % capacity]!;
            return new FeedRead(events, place + events.Length, IsLost: false);
        }
    }

    /// <summary>Ends when there is something to read after a place.</summary>
    internal Task NewsAsync(long place)
    {
        lock (_gate)
        {
            if (place != _next - 1)
                return Task.CompletedTask;
            _news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _news.Task;
        }
    }

    private TaskCompletionSource? TakeNews()
    {
        var news = _news;
        _news = null;
        return news;
    }

    // Elsewhere: to tell a hundred readers takes longer than to publish.
    private static void Wake(TaskCompletionSource? news)
    {
        if (news is not null)
            ThreadPool.UnsafeQueueUserWorkItem(static told => told.SetResult(), news, preferLocal: false);
    }
}
