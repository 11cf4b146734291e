using System.Buffers;

namespace JobQueue.Scheduler.Crontab;

/// <summary>The user of a line.</summary>
internal static class UserField
{
    internal const string Anonymous = "-";
    internal const string AfterFiveFields = "a user, or - for none: a schedule has five fields, without seconds and years";
    private const string Missing = "a user: the user is missing, write -";
    private const int MostUsersShown = 10;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Methods = new HashSet<string>
    {
        "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY",
    }.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789*/,-?#~");

    /// <summary>Whether a word can only be what comes after the schedule: <c>-</c>, a method or a URI.</summary>
    internal static bool EndsSchedule(ReadOnlySpan<char> word) => word is Anonymous || IsRequest(word);

    /// <summary>Whether a word can only be a sixth field of the schedule, as Quartz has it.</summary>
    /// <param name="word">Where the user stands.</param>
    /// <param name="next">The word behind it; empty for none.</param>
    internal static bool IsTime(ReadOnlySpan<char> word, ReadOnlySpan<char> next) =>
        !EndsSchedule(word) && (word.IndexOfAnyExcept(TimeCharacters) < 0 || (next is Anonymous && word is not ['-', ..]));

    /// <summary>What is expected instead of the word; null where it is a user.</summary>
    internal static string? Refusal(string word, IReadOnlySet<string>? known)
    {
        if (word == Anonymous)
            return null;
        if (IsRequest(word))
            return Missing;
        // cronie and OpenBSD have flags here: -n, -q, -s.
        if (word is ['-', ..])
            return "a user, or - for none; no flags stand before the request";
        if (word.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || word.AsSpan().ContainsAny('"', '\''))
            return "a user in visible ASCII, without quotes";
        return known is null || known.Contains(word) ? null : $"a configured user: {Shown(known)}";
    }

    private static bool IsRequest(ReadOnlySpan<char> word) =>
        word is ['/', ..] || word.StartsWith("http", StringComparison.Ordinal) || Methods.Contains(word);

    private static string Shown(IReadOnlySet<string> known) =>
        string.Join(", ", known.Order(StringComparer.Ordinal).Take(MostUsersShown)) + (known.Count > MostUsersShown ? ", ..." : "");
}
