using JobQueue.Jobs.Queue;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Signals what is logged first.</summary>
internal sealed class SignalLogger : ILogger<RunQueue>
{
    private readonly TaskCompletionSource<(LogLevel, string)> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    internal Task<(LogLevel Level, string Text)> First => _first.Task;

    /// <summary>How much was logged.</summary>
    internal int Count => Volatile.Read(ref _count);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _count);
        _first.TrySetResult((logLevel, formatter(state, exception)));
    }
}
