using JobQueue.Jobs.Queue;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Signals what is logged first.</summary>
internal sealed class SignalLogger : ILogger<RunQueue>
{
    private readonly TaskCompletionSource<(LogLevel, string)> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<(LogLevel Level, string Text)> First => _first.Task;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _first.TrySetResult((logLevel, formatter(state, exception)));
}
