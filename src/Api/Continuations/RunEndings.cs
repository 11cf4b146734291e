using System.Collections.Concurrent;
using JobQueue.Jobs.Queue;

namespace JobQueue.Api.Continuations;

/// <summary>Tells those who wait for a run that this process has recorded an attempt of it.</summary>
internal sealed class RunEndings
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _awaited = new(StringComparer.Ordinal);

    public RunEndings(Dispatcher dispatcher) => dispatcher.Recorded += Tell;

    /// <summary>Whatever is recorded of the run after this can be waited for.</summary>
    internal Awaited Await(string runId)
    {
        var signal = new SemaphoreSlim(0);
        _awaited[runId] = signal;
        return new Awaited(this, runId, signal);
    }

    private void Tell(string runId)
    {
        if (_awaited.TryGetValue(runId, out var signal))
            signal.Release();
    }

    /// <summary>Somebody who waits for a run that nobody else knows yet.</summary>
    internal sealed class Awaited(RunEndings endings, string runId, SemaphoreSlim signal) : IDisposable
    {
        /// <summary>Ends when another attempt is recorded here, or after this; infinite for never.</summary>
        internal Task NextAsync(TimeSpan atMost, CancellationToken cancel) => signal.WaitAsync(atMost, cancel);

        // The signal has no wait handle; it may still be told.
        public void Dispose() => endings._awaited.TryRemove(runId, out _);
    }
}
