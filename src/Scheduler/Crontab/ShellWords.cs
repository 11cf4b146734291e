using System.Text;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Splits a line as a POSIX shell does: blanks, quotes and backslashes, but no expansion and no operators.</summary>
/// <remarks>POSIX.1-2017, Shell Command Language, 2.2. Within double quotes a backslash is special only before <c>$ ` " \</c>.</remarks>
internal static class ShellWords
{
    private const char None = '\0';

    /// <summary>Adds the words from a place in the line on; false where a quote that is not closed, which is reported, cuts them off.</summary>
    internal static bool Split(string line, int at, LineReport report, List<ShellWord> words)
    {
        while (SkipBlanks(line, ref at))
        {
            var start = at;
            if (Next(line, ref at) is not { } text)
            {
                report.Error(at + 1, line.AsSpan(at, 1), line[at] == '\\' ? "a character after the backslash" : "the same quote once more, to close it");
                return false;
            }

            words.Add(new ShellWord(line, start, 0, text));
        }

        return true;
    }

    /// <summary>The column, from 1, of the character of a word that has <paramref name="index"/> characters before it.</summary>
    internal static int ColumnOf(string line, int start, int index)
    {
        var at = start;
        var quote = None;
        for (var passed = 0; at < line.Length; at++)
        {
            if (IsQuote(line[at], ref quote))
                continue;
            if (passed == index)
                break;
            if (quote == None && IsBlank(line[at]))
                break;
            if (IsEscape(line, at, quote))
                at++;
            passed++;
        }

        return at + 1;
    }

    // The text of the word and the place behind it; null and the place of the fault where a quote or an escape has no end.
    private static string? Next(string line, ref int at)
    {
        var plain = line.AsSpan(at).IndexOfAny(" \t'\"\\");
        var end = plain < 0 ? line.Length : at + plain;
        if (end == line.Length || IsBlank(line[end]))
            return line[at..(at = end)];
        var text = new StringBuilder().Append(line, at, end - at);
        var quote = None;
        var opened = end;
        for (at = end; at < line.Length && (quote != None || !IsBlank(line[at])); at++)
        {
            if (quote == None)
                opened = at;
            if (IsQuote(line[at], ref quote))
                continue;
            if (IsEscape(line, at, quote) && ++at == line.Length)
                quote = '\\';
            else
                text.Append(line[at]);
        }

        if (quote == None)
            return text.ToString();
        at = quote == '\\' ? line.Length - 1 : opened;
        return null;
    }

    private static bool IsQuote(char character, ref char quote)
    {
        if (character is not ('\'' or '"') || (quote != None && quote != character))
            return false;
        quote = quote == None ? character : None;
        return true;
    }

    private static bool IsEscape(string line, int at, char quote) =>
        line[at] == '\\' && (quote == None || (quote == '"' && at + 1 < line.Length && line[at + 1] is '$' or '`' or '"' or '\\'));

    private static bool SkipBlanks(string line, ref int at)
    {
        while (at < line.Length && IsBlank(line[at]))
            at++;
        return at < line.Length;
    }

    private static bool IsBlank(char character) => character is ' ' or '\t';
}
