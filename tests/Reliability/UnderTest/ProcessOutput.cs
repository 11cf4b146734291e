using System.Text;

namespace JobQueue.Reliability.UnderTest;

/// <summary>The lines of one stream of a process, as they come.</summary>
internal sealed class ProcessOutput
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Text, TaskCompletionSource<string?> Found)> _awaited = [];
    private bool _isOver;

    internal string Text
    {
        get
        {
            lock (_gate)
                return _lines.Aggregate(new StringBuilder(), (text, line) => text.Append(line).Append('\n')).ToString();
        }
    }

    /// <summary>Reads on until the end, on a thread of its own: waiting for a pipe blocks the thread that does it.</summary>
    internal Task ReadAsync(StreamReader reader) => Task.Factory.StartNew(
        () =>
        {
            while (reader.ReadLine() is { } line)
                Add(line);
            End();
        },
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>The first line that contains the text; null once the stream has ended without it.</summary>
    internal Task<string?> LineAsync(string text)
    {
        lock (_gate)
        {
            var line = _lines.Find(candidate => candidate.Contains(text, StringComparison.Ordinal));
            if (line is not null || _isOver)
                return Task.FromResult(line);
            var found = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, found));
            return found.Task;
        }
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            foreach (var awaited in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)))
                awaited.Found.TrySetResult(line);
        }
    }

    private void End()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var (_, found) in _awaited)
                found.TrySetResult(null);
        }
    }
}
