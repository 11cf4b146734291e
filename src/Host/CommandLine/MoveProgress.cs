using System.Globalization;

namespace JobQueue.Host.CommandLine;

/// <summary>How far a move is, on a line of a terminal that is written over.</summary>
internal sealed class MoveProgress(TextWriter terminal) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private long _shown;
    private int _width;

    /// <param name="table">The table whose rows are moved.</param>
    /// <param name="moved">How many of them were.</param>
    /// <param name="count">How many it has.</param>
    internal void Note(string table, long moved, long count)
    {
        if (moved < count && TimeProvider.System.GetElapsedTime(_shown) < Between)
            return;
        _shown = TimeProvider.System.GetTimestamp();
        Show(string.Create(CultureInfo.InvariantCulture, $"{table}: {moved} of {count}"));
    }

    /// <summary>Takes the line away.</summary>
    public void Dispose()
    {
        if (_width == 0)
            return;
        Show("");
        terminal.Write('\r');
        _width = 0;
    }

    private void Show(string text)
    {
        terminal.Write($"\r{text.PadRight(_width)}");
        terminal.Flush();
        _width = text.Length;
    }
}
