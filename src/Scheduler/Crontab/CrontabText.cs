using System.Buffers;
using System.Globalization;
using System.Text;

namespace JobQueue.Scheduler.Crontab;

/// <summary>The text of a crontab: its lines, and what cannot be read as any.</summary>
internal static class CrontabText
{
    private const char ByteOrderMark = '\uFEFF';
    private const int MostBytesACharacter = 3;

    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(c => char.IsControl(c) && c != '\t')]);

    /// <summary>Why nothing of a file can be read; null where it can.</summary>
    internal static TextError? Fault(CrontabSource file)
    {
        var text = file.Text;
        var nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            var before = text.AsSpan(0, nul);
            return new TextError(file.Path, before.Count('\n') + 1, nul - before.LastIndexOf('\n'), "a NUL character", "text in UTF-8: this is UTF-16 or no text");
        }

        var isLarge = text.Length > CrontabLimits.MostFileBytes / MostBytesACharacter && Encoding.UTF8.GetByteCount(text) > CrontabLimits.MostFileBytes;
        if (isLarge)
            return new TextError(file.Path, 0, 0, "a larger file", $"at most {CrontabLimits.MostFileBytes} bytes a crontab");
        var lines = text.AsSpan().Count('\n') + (text is [.., '\n'] ? 0 : 1);
        return lines > CrontabLimits.MostLines
            ? new TextError(file.Path, CrontabLimits.MostLines + 1, 1, string.Create(CultureInfo.InvariantCulture, $"{lines} lines"), $"at most {CrontabLimits.MostLines} lines a crontab")
            : null;
    }

    /// <summary>The lines without their ends, LF or CRLF; the last may have none.</summary>
    internal static IEnumerable<string> Lines(string text)
    {
        for (var at = text is [ByteOrderMark, ..] ? 1 : 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var next = end < 0 ? text.Length : end;
            yield return text[at..(next > at && text[next - 1] == '\r' ? next - 1 : next)];
            at = next + 1;
        }
    }

    /// <summary>Reports that a comment goes on where lines would end that end in CR.</summary>
    internal static void CommentFault(string comment, LineReport report)
    {
        var end = comment.IndexOf('\r', StringComparison.Ordinal);
        if (end >= 0)
            report.Error(end + 1, comment.AsSpan(end, 1), "lines that end in LF or CRLF");
    }

    /// <summary>Whether a line cannot be read at all, which is reported.</summary>
    internal static bool LineFault(string line, LineReport report)
    {
        if (line.Length > CrontabLimits.MostLineCharacters)
        {
            report.Error(CrontabLimits.MostLineCharacters + 1, line.AsSpan(CrontabLimits.MostLineCharacters),
                $"at most {CrontabLimits.MostLineCharacters} characters a line");
            return true;
        }

        // Lines of printable ASCII, nearly all, need no closer look.
        var strange = line.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        var control = strange < 0 ? -1 : line.AsSpan(strange).IndexOfAny(ControlCharacters);
        if (control >= 0)
            report.Error(strange + control + 1, line.AsSpan(strange + control, 1), "no control characters but tabs");
        return control >= 0;
    }
}
