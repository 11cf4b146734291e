using System.Collections.Concurrent;
using System.Threading.Channels;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>A sender that tells of each attempt it is given, and answers it when told.</summary>
internal sealed class ScriptedSender : ISender
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Channel<Exchange> _begun = Channel.CreateUnbounded<Exchange>();

    /// <summary>Run ids in the order of their sending.</summary>
    public ConcurrentQueue<string> Sent { get; } = [];

    public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
    {
        Sent.Enqueue(attempt.RunId);
        var exchange = new Exchange(attempt);
        abort.Register(() => exchange.Answer(new AttemptResult(AttemptEnd.Aborted, null, null)));
        _begun.Writer.TryWrite(exchange);
        return exchange.Result;
    }

    /// <summary>The next attempt that was begun.</summary>
    public async Task<Exchange> NextAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        return await _begun.Reader.ReadAsync(limit.Token);
    }

    internal sealed class Exchange(RunAttempt attempt)
    {
        private readonly TaskCompletionSource<AttemptResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RunAttempt Attempt => attempt;

        public Task<AttemptResult> Result => _result.Task;

        public void Answer(int status) => Answer(new AttemptResult(AttemptEnd.Responded, new Response { Status = status }, null));

        public void Answer(AttemptResult result) => _result.TrySetResult(result);
    }
}
