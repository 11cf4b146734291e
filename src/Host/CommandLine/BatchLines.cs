namespace JobQueue.Host.CommandLine;

/// <summary>The lines of an input, one at a time. They end in LF or CRLF; the last may have no end.</summary>
/// <param name="input">A file, a pipe or a terminal; it gives what is there, and waits only where nothing is.</param>
/// <param name="beforeWaiting">Is called before more is taken from the input; false ends the lines.</param>
internal sealed class BatchLines(TextReader input, Func<bool> beforeWaiting)
{
    /// <summary>A longer line is not kept whole.</summary>
    internal const int MostCharacters = 32_768;

    private readonly char[] _block = new char[2 * MostCharacters];

    // A character more says that the line is too long; another may be the CR.
    private readonly char[] _line = new char[MostCharacters + 2];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The next line; false at the end.</summary>
    /// <param name="line">Valid until the next call. Of a line that is too long, something that is too long as well.</param>
    internal bool TryRead(out ReadOnlySpan<char> line)
    {
        var length = 0;
        var isBegun = false;
        for (var isOver = false; !isOver && (_start < _end || Fill());)
        {
            isBegun = true;
            var rest = _block.AsSpan(_start.._end);
            var end = rest.IndexOf('\n');
            isOver = end >= 0;
            var piece = isOver ? rest[..end] : rest;
            _start += isOver ? end + 1 : rest.Length;
            var kept = piece[..Math.Min(piece.Length, _line.Length - length)];
            kept.CopyTo(_line.AsSpan(length));
            length += kept.Length;
        }

        line = _line.AsSpan(0, length > 0 && _line[length - 1] == '\r' ? length - 1 : length);
        return isBegun;
    }

    private bool Fill()
    {
        _isAtEnd = _isAtEnd || !beforeWaiting();
        (_start, _end) = (0, _isAtEnd ? 0 : input.Read(_block));
        _isAtEnd = _end == 0;
        return !_isAtEnd;
    }
}
