using System.Collections.Concurrent;
using System.Collections.Immutable;
using JobQueue.Jobs.Queue;

namespace JobQueue.Api.Continuations;

/// <summary>Tells those who wait for a run that this process has recorded an attempt of it, or cancelled it.</summary>
internal sealed class RunEndings
{
    private readonly ConcurrentDictionary<string, ImmutableList<SemaphoreSlim>> _awaited = new(StringComparer.Ordinal);

    public RunEndings(Dispatcher dispatcher, RunQueue queue)
    {
        dispatcher.Recorded += Tell;
        queue.Cancelled += Tell;
    }

    /// <summary>Whatever becomes of the run after this can be waited for.</summary>
    internal Awaited Await(string runId)
    {
        var signal = new SemaphoreSlim(0);
        _awaited.AddOrUpdate(runId, [signal], (_, others) => others.Add(signal));
        return new Awaited(this, runId, signal);
    }

    private void Tell(string runId)
    {
        if (_awaited.TryGetValue(runId, out var signals))
            signals.ForEach(signal => signal.Release());
    }

    private void Remove(string runId, SemaphoreSlim signal)
    {
        bool isRemoved;
        do
        {
            var signals = _awaited[runId];
            var others = signals.Remove(signal);
            isRemoved = others.IsEmpty
                ? _awaited.TryRemove(KeyValuePair.Create(runId, signals))
                : _awaited.TryUpdate(runId, others, signals);
        }
        while (!isRemoved);
    }

    /// <summary>One of those who wait for a run.</summary>
    internal sealed class Awaited(RunEndings endings, string runId, SemaphoreSlim signal) : IDisposable
    {
        /// <summary>Ends when something becomes of the run here, or after this; infinite for never.</summary>
        internal Task NextAsync(TimeSpan atMost, CancellationToken cancel) => signal.WaitAsync(atMost, cancel);

        // The signal has no wait handle; it may still be told.
        public void Dispose() => endings.Remove(runId, signal);
    }
}
