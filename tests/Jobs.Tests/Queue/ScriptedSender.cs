using System.Collections.Concurrent;
using System.Threading.Channels;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>A sender that tells of each attempt it is given, and answers it when told.</summary>
internal sealed class ScriptedSender : ISender
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;
    private int _awaited = int.MaxValue;

    private readonly Channel<Exchange> _begun = Channel.CreateUnbounded<Exchange>();

    /// <summary>Run ids in the order of their sending.</summary>
    public ConcurrentQueue<string> Sent { get; } = [];

    /// <summary>Whether attempts wait for a connection, in which they can be withdrawn.</summary>
    public bool HasNoConnection { get; set; }

    /// <summary>The most attempts that were under way at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
    {
        lock (_gate)
        {
            Sent.Enqueue(attempt.RunId);
            MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
            if (Sent.Count >= _awaited)
                _reached.TrySetResult();
        }

        var exchange = new Exchange(attempt, () =>
        {
            lock (_gate)
                _underWay--;
        });
        abort.Register(() => exchange.Answer(new AttemptResult(AttemptEnd.Aborted, null, null)));
        if (HasNoConnection)
            attempt.Withdrawn.Register(() => exchange.Answer(AttemptResult.Withdrawn));
        _begun.Writer.TryWrite(exchange);
        return exchange.Result;
    }

    /// <summary>Answers what is under way, and all that comes.</summary>
    public async Task AnswerAllAsync(int status, CancellationToken end)
    {
        await foreach (var exchange in _begun.Reader.ReadAllAsync(end))
            exchange.Answer(status);
    }

    /// <summary>Ends when so many attempts were begun.</summary>
    public Task SentAsync(int count)
    {
        lock (_gate)
        {
            _awaited = count;
            if (Sent.Count >= count)
                _reached.TrySetResult();
        }

        return _reached.Task.WaitAsync(Limit);
    }

    /// <summary>The next attempt that was begun.</summary>
    public async Task<Exchange> NextAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _begun.Reader.ReadAsync(limit.Token);
    }

    internal sealed class Exchange(RunAttempt attempt, Action over)
    {
        private int _answers;

        private readonly TaskCompletionSource<AttemptResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RunAttempt Attempt => attempt;

        public Task<AttemptResult> Result => _result.Task;

        public void Answer(int status) => Answer(new AttemptResult(AttemptEnd.Responded, new Response { Status = status }, null));

        public void Answer(AttemptResult result)
        {
            if (Interlocked.Increment(ref _answers) > 1)
                return;
            over();
            _result.SetResult(result);
        }
    }
}
