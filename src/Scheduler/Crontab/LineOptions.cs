using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Crontab;

/// <summary>The options of a line: <c>--timeout 5m</c>, <c>--timeout=5m</c>, <c>-HName:value</c>.</summary>
internal static class LineOptions
{
    /// <summary>Gives the options from word number <paramref name="next"/> on to the draft, and reports what is none.</summary>
    internal static void Read(IReadOnlyList<ShellWord> words, int next, bool isCut, EntryDraft draft, LineReport report)
    {
        List<LineOption>? seen = null;
        var hasStray = false;
        while (next < words.Count && !report.IsFull)
        {
            var word = words[next++];
            if (word.Text is not ['-', _, ..])
            {
                // One complaint is enough where quotes were forgotten.
                if (!hasStray)
                    report.Error(word.Column, word.Text, $"an option or the end of the line; {Advice(word.Text)}");
                hasStray = true;
                continue;
            }

            var (name, value) = Cut(word);
            if (LineOption.Named(name) is not { } option)
            {
                report.Error(word.Column, name, LineOption.Suggestion(name));
                if (value is null && next < words.Count && words[next].Text is not ['-', ..])
                    next++;
                continue;
            }

            if (option.IsRefused)
                report.Error(word.Column, name, option.Expected);
            if (!option.IsRepeatable && seen?.Contains(option) == true)
                report.Error(word.Column, name, $"{option.Name} only once");
            else if (!option.IsRepeatable)
                (seen ??= []).Add(option);
            if (option.IsSwitch)
                value ??= word with { Text = PolicyOption.Yes };
            value ??= next < words.Count && !IsOption(words[next]) ? words[next++] : null;
            if (value is { } given)
                option.Take(draft, given);
            else if (!option.IsRefused && !isCut)
                report.Error(word.Column, name, $"{option.Expected} after {name}");
        }
    }

    private static string Advice(string stray) => stray is ['#', ..] ? "a comment has a line of its own" : "quote what contains blanks";

    private static bool IsOption(ShellWord word) => word.Text is ['-', ..] && LineOption.Named(Cut(word).Name) is not null;

    /// <summary>Takes <c>--option=value</c> and <c>-Hvalue</c> apart.</summary>
    private static (string Name, ShellWord? Value) Cut(ShellWord word)
    {
        var text = word.Text;
        if (text is ['-', not '-', ..])
            return text.Length > 2 ? (text[..2], word.From(2)) : (text, null);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? (text, null) : (text[..equals], word.From(equals + 1));
    }
}
