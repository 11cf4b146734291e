using System.Globalization;

namespace JobQueue.Reliability.PowerCuts;

/// <summary>
/// Reads what strace(1) wrote of all threads of a process. It stops a thread before and after each call, one event after the other,
/// so that the order of its lines is one in which these events may be told.
/// </summary>
internal static class TracedCalls
{
    private const string Unfinished = " <unfinished ...>";
    private const string Resumed = "<... ";
    private const string Returned = " = ";

    /// <summary>In the order they began.</summary>
    internal static List<TracedCall> Read(IEnumerable<string> lines)
    {
        var calls = new List<TracedCall>();
        var unfinished = new Dictionary<string, int>();
        foreach (var (number, line) in lines.Index())
        {
            // PID CALL(ARGUMENTS) = RESULT, or its beginning and its end apart, or a word on a signal or an exit.
            var words = line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var (thread, text) = (words[0], words[1]);
            if (text.StartsWith(Resumed, StringComparison.Ordinal) && unfinished.Remove(thread, out var begun))
                calls[begun] = Ended(calls[begun], text, number);
            else if (text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && char.IsAsciiLetter(text[0]))
                Begin(thread, text, open, number);
        }

        return calls;

        void Begin(string thread, string text, int open, int number)
        {
            var isWhole = !text.EndsWith(Unfinished, StringComparison.Ordinal);
            var close = isWhole ? text.LastIndexOf(Returned, StringComparison.Ordinal) : text.Length - Unfinished.Length;
            var arguments = text[(open + 1)..close].TrimEnd().TrimEnd(')', ',');
            var call = TracedCall.Begin(text[..open], arguments, number);
            if (!isWhole)
                unfinished[thread] = calls.Count;
            calls.Add(isWhole ? Ended(call, text, number) : call);
        }
    }

    // "?" where the process ended in it.
    private static TracedCall Ended(TracedCall call, string text, int number)
    {
        var result = text[(text.LastIndexOf(Returned, StringComparison.Ordinal) + Returned.Length)..].Split(' ')[0];
        return long.TryParse(result, CultureInfo.InvariantCulture, out var value) ? call with { Ended = number, Result = value } : call;
    }
}
