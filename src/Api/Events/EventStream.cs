using System.Text;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Events;

/// <summary>
/// The feed as server-sent events (WHATWG HTML, 9.2), to one reader. It reads on when the reader has taken what was written: a slow one
/// is overtaken, and told to begin anew.
/// </summary>
/// <param name="feed">What happens.</param>
/// <param name="start">Of the process, for the ids of events.</param>
/// <param name="filter">What the reader wants.</param>
/// <param name="isStillIn">Whether the reader may read on; asked with each heartbeat, and as often while events come.</param>
/// <param name="response">Where it is written.</param>
/// <param name="time">The clock of heartbeats.</param>
internal sealed class EventStream(
    EventFeed feed, long start, EventFilter filter, Func<ValueTask<bool>> isStillIn, HttpResponse response, TimeProvider time)
{
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int MostAtOnce = 100;
    private const int RetryMilliseconds = 3000;

    private const string Restarted = """{"reason":"the process has been started anew"}""";
    private const string Overtaken = """{"reason":"more has happened than is kept"}""";

    private readonly StringBuilder _text = new();
    private long _written;
    private long _asked = time.GetTimestamp();

    /// <summary>Tells what happens until it is cancelled, or the reader may not read on.</summary>
    /// <param name="after">The last event that the reader has seen; null for what comes from now on.</param>
    /// <param name="cancel">The reader has gone, or the app stops.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task RunAsync(EventId? after, CancellationToken cancel)
    {
        var place = after is not { } seen ? feed.End : seen.Start == start ? seen.Place : EventFeed.Nowhere;
        _text.Append($"retry: {RetryMilliseconds}\n");
        if (after is null)
            AppendPlace(place);
        _text.Append(":\n\n");
        while (true)
        {
            var read = feed.Read(place, MostAtOnce);
            if (read.IsLost)
                Append("reset", read.Place, place == EventFeed.Nowhere ? Restarted : Overtaken);
            for (var i = 0; i < read.Events.Count; i++)
                if (filter.Takes(read.Events[i]))
                    Append(Word.Of(read.Events[i].Kind), place + 1 + i, EventDocument.Of(read.Events[i]).ToJsonString());
            place = read.Place;
            if (_text.Length == 0 && !await IsSilentAsync(place, cancel))
                continue;
            if (_text.Length == 0)
            {
                // With the place, since the reader may want none of what happens, and would be overtaken while it is away.
                AppendPlace(place);
                _text.Append(":\n\n");
            }

            if (!await MayReadOnAsync())
                return;
            await WriteAsync(cancel);
        }
    }

    private async ValueTask<bool> MayReadOnAsync()
    {
        if (time.GetElapsedTime(_asked) < Heartbeat)
            return true;
        _asked = time.GetTimestamp();
        return await isStillIn();
    }

    /// <summary>Waits for something to read; whether there was nothing to write for so long that a heartbeat is due.</summary>
    private async Task<bool> IsSilentAsync(long place, CancellationToken cancel)
    {
        var wait = Heartbeat - time.GetElapsedTime(_written);
        if (wait <= TimeSpan.Zero)
            return true;
        try
        {
            await feed.NewsAsync(place).WaitAsync(wait, time, cancel);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private void Append(string kind, long place, string json)
    {
        AppendPlace(place);
        _text.Append($"event: {kind}\ndata: {json}\n\n");
    }

    private void AppendPlace(long place) => _text.Append($"id: {new EventId(start, place)}\n");

    private async Task WriteAsync(CancellationToken cancel)
    {
        await response.WriteAsync(_text.ToString(), cancel);
        await response.Body.FlushAsync(cancel);
        _text.Clear();
        _written = time.GetTimestamp();
    }
}
