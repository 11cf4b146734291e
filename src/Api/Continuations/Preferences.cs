using System.Globalization;
using JobQueue.Scheduler.Requests;

namespace JobQueue.Api.Continuations;

/// <summary>What a request prefers of how it is answered.</summary>
/// <param name="IsAsync">Whether it may be answered later.</param>
/// <param name="WaitSeconds">How long the client waits for the answer itself, 0 to 60; null: it has not said.</param>
/// <remarks>
/// RFC 7240: names in any case, the first of equal ones counts, parameters say nothing here, what is malformed is passed over.
/// </remarks>
internal readonly record struct Preferences(bool IsAsync, int? WaitSeconds)
{
    internal const string Field = "Prefer";
    internal const string Applied = "Preference-Applied";
    internal const string RespondAsync = "respond-async";
    internal const int MostWaitSeconds = 60;

    private static readonly char[] Blanks = [' ', '\t'];

    /// <example><c>respond-async, wait=10</c>; <c>foo="a,respond-async"; bar, Respond-Async; x=1</c></example>
    internal static Preferences Of(IEnumerable<string?> fields)
    {
        var said = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var preference in fields.SelectMany(field => Split(field ?? "", ',')))
        {
            var parts = Split(Split(preference, ';')[0], '=');
            var name = parts[0].Trim(Blanks);
            if (RequestHeader.IsToken(name) && parts.Count <= 2)
                said.TryAdd(name, parts.Count == 1 ? "" : Unquoted(parts[1].Trim(Blanks)));
        }

        return new(said.GetValueOrDefault(RespondAsync) is "", said.TryGetValue("wait", out var wait) ? Seconds(wait) : null);
    }

    private static int? Seconds(string text) =>
        text.Length == 0 || !text.All(char.IsAsciiDigit) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, MostWaitSeconds)
        : MostWaitSeconds;

    // RFC 9110, 5.6.4: within quotes nothing separates, and a backslash takes the meaning from what follows.
    private static List<string> Split(string text, char separator)
    {
        var parts = new List<string>();
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            if (isQuoted && text[at] == '\\')
                at++;
            else if (text[at] == '"')
                isQuoted = !isQuoted;
            else if (text[at] == separator && !isQuoted)
            {
                parts.Add(text[start..at]);
                start = at + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string Unquoted(string value) =>
        value is ['"', .., '"'] && value.Length > 1 ? value[1..^1].Replace("\\", "", StringComparison.Ordinal) : value;
}
