using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace JobQueue.Tests;

/// <summary>What is logged, line by line.</summary>
internal class LogLines : ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>What is less is left out.</summary>
    public LogLevel Least { get; init; } = LogLevel.Trace;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= Least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _lines.Writer.TryWrite(formatter(state, exception));
    }

    /// <summary>All lines that were not read yet.</summary>
    internal List<string> All()
    {
        var lines = new List<string>();
        while (_lines.Reader.TryRead(out var line))
            lines.Add(line);
        return lines;
    }

    /// <summary>The next line that has a text in it.</summary>
    internal async Task<string> NextAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
            if (await _lines.Reader.ReadAsync(limit.Token) is var line && line.Contains(text, StringComparison.Ordinal))
                return line;
    }
}

/// <inheritdoc/>
internal sealed class LogLines<T> : LogLines, ILogger<T>;
