using System.IO.Pipelines;
using System.Text;
using JobQueue.Api.Events;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;
using Microsoft.AspNetCore.Http.Features;

namespace JobQueue.Api.Tests.Events;

[TestClass]
public sealed class EventStreamTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [TestMethod]
    public async Task RunAsync_NothingHappens_SendsACommentWithThePlaceEvery15Seconds()
    {
        var feed = new EventFeed();
        feed.Publish(Event("before"));
        await using var reader = new Reader(feed, _time);

        var opening = await reader.BlockAsync();
        await _time.WaitForTimerAsync(Limit);
        _time.Advance(EventStream.Heartbeat);
        var heartbeat = await reader.BlockAsync();

        Assert.AreEqual("retry: 3000\nid: 7-1\n:\n\n", opening);
        Assert.AreEqual("id: 7-1\n:\n\n", heartbeat);
    }

    [TestMethod]
    public async Task RunAsync_ReaderThatMayNotReadOn_EndsAtTheNextHeartbeat()
    {
        var mayRead = true;
        await using var reader = new Reader(new EventFeed(), _time, () => new(mayRead));
        await reader.BlockAsync();
        await _time.WaitForTimerAsync(Limit);

        _time.Advance(EventStream.Heartbeat);
        var heartbeat = await reader.BlockAsync();
        mayRead = false;
        await reader.EndAsync(() => _time.Advance(EventStream.Heartbeat));

        Assert.AreEqual("id: 7-0\n:\n\n", heartbeat);
    }

    [TestMethod]
    public async Task RunAsync_EventsAllTheTime_EndsNevertheless()
    {
        var feed = new EventFeed();
        await using var reader = new Reader(feed, _time, () => new(false));
        await reader.BlockAsync();

        await reader.EndAsync(() =>
        {
            _time.Advance(EventStream.Heartbeat / 2);
            feed.Publish(Event("more"));
        });

        Assert.IsTrue(reader.HasEnded);
    }

    [TestMethod]
    public async Task RunAsync_Event_IsItsIdItsKindAndOneLineOfJson()
    {
        var feed = new EventFeed();
        await using var reader = new Reader(feed, _time);

        await reader.BlockAsync();
        feed.Publish(Event("two\nlines"));

        Assert.AreEqual(
            """
            id: 7-1
            event: queue
            data: {"name":"two\nlines","change":"paused","at":"1970-01-01T00:00:00Z","runId":null,"who":null,"reason":null}


            """,
            await reader.BlockAsync());
    }

    [TestMethod]
    public async Task RunAsync_SlowReader_IsOvertakenAndToldSo()
    {
        var feed = new EventFeed(capacity: 4);
        await using var reader = new Reader(feed, _time);
        await reader.BlockAsync();

        // The pipe to the reader takes one write and then waits for it.
        feed.Publish(Event(new string('x', Reader.PipeBytes)));
        await reader.IsFullAsync();
        Enumerable.Range(0, 10).ToList().ForEach(_ => feed.Publish(Event("more")));
        var taken = await reader.BlockAsync();
        var then = await reader.BlockAsync();
        feed.Publish(Event("next"));

        StringAssert.StartsWith(taken, "id: 7-1\nevent: queue\n");
        StringAssert.StartsWith(then, "id: 7-11\nevent: reset\n");
        StringAssert.StartsWith(await reader.BlockAsync(), "id: 7-12\nevent: queue\n");
    }

    private static QueueChanged Event(string queue) => new(queue, new JobEvent(DateTimeOffset.UnixEpoch, "paused", null, null, null));

    /// <summary>A stream at work, and its reader behind a small pipe.</summary>
    private sealed class Reader : IAsyncDisposable
    {
        internal const int PipeBytes = 1000;

        private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: PipeBytes, resumeWriterThreshold: 1));
        private readonly CancellationTokenSource _end = new();
        private readonly CancellationTokenSource _limit = new(Limit);
        private readonly EventStream _stream;
        private readonly Task _running;

        internal Reader(EventFeed feed, TimeProvider time, Func<ValueTask<bool>>? mayRead = null)
        {
            var context = new DefaultHttpContext();
            context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(_pipe.Writer.AsStream()));
            _stream = new EventStream(feed, start: 7, new EventFilter(null, null), mayRead ?? (() => new(true)), context.Response, time);
            _running = _stream.RunAsync(after: null, _end.Token);
        }

        internal bool HasEnded => _running.IsCompletedSuccessfully;

        /// <summary>Ends when the stream does, which is pushed on until then.</summary>
        internal async Task EndAsync(Action push)
        {
            using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (!_running.IsCompleted && await poll.WaitForNextTickAsync(_limit.Token))
                push();
            await _running;
        }

        /// <summary>Ends when the pipe is full.</summary>
        internal async Task IsFullAsync()
        {
            while (true)
            {
                var read = await _pipe.Reader.ReadAsync(_limit.Token);
                _pipe.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
                if (read.Buffer.Length >= PipeBytes)
                    return;
            }
        }

        /// <summary>The next block, with the empty line at its end.</summary>
        internal async Task<string> BlockAsync()
        {
            while (true)
            {
                var read = await _pipe.Reader.ReadAsync(_limit.Token);
                var text = Encoding.UTF8.GetString(read.Buffer);
                var end = text.IndexOf("\n\n", StringComparison.Ordinal) + 2;
                if (end >= 2)
                {
                    _pipe.Reader.AdvanceTo(read.Buffer.GetPosition(Encoding.UTF8.GetByteCount(text[..end])));
                    return text[..end];
                }

                _pipe.Reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            if (!HasEnded)
                await Assert.ThrowsAsync<OperationCanceledException>(() => _running);
            _end.Dispose();
            _limit.Dispose();
        }
    }
}
