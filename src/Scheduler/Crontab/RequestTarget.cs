using System.Buffers;
using JobQueue.Jobs.Sending;

namespace JobQueue.Scheduler.Crontab;

/// <summary>The method and the URI of a line.</summary>
internal static class RequestTarget
{
    private static readonly SearchValues<char> MethodCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    private const string ExpectedRequest = $"a request: [METHOD] and {RequestUri.Expected}";

    /// <summary>Reads <c>[METHOD] URI</c>; gives the number of its words.</summary>
    internal static int Read(string line, IReadOnlyList<ShellWord> words, bool isCut, LineReport report, out string? method, out string? uri)
    {
        (method, uri) = (null, null);
        var next = 0;
        if (words.Count > 0 && !RequestUri.IsMeant(words[0].Text) && words[0].Text is not ['-', ..])
        {
            method = words[next++].Text;
            if (MethodRefusal(method) is { } expected)
            {
                report.Error(words[0].Column, method, expected);
                if (expected == ExpectedRequest)
                    return next;
            }
        }

        if (next == words.Count)
        {
            if (!isCut)
                report.EndOfLine(line.Length + 1, next == 0 ? ExpectedRequest : RequestUri.Expected);
            return next;
        }

        var word = words[next];
        if (word.Text is ['-', ..])
        {
            report.Error(word.Column, word.Text, next == 0 ? ExpectedRequest : RequestUri.Expected);
            return next;
        }

        if (RequestUri.Refusal(word.Text) is { } refusal)
            report.Error(word.ColumnOf(refusal.At), word.Text.AsSpan(refusal.At), refusal.Expected);
        else
            uri = RequestUri.Canonical(word.Text);
        return next + 1;
    }

    private static string? MethodRefusal(string word)
    {
        if (word == "CONNECT")
            return "another method: CONNECT opens tunnels";
        if (word.Length > 0 && word.AsSpan().IndexOfAnyExcept(MethodCharacters) < 0)
            return null;
        var upper = word.ToUpperInvariant();
        return UserField.EndsSchedule(upper) && upper != word ? $"{upper}, in upper case" : ExpectedRequest;
    }
}
