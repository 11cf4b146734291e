using System.Buffers;

namespace JobQueue.Scheduler.Crontab;

/// <summary>The user of a line.</summary>
internal static class UserField
{
    internal const string Anonymous = "-";
    private const string Missing = "a user: the user is missing, write -";
    private const int MostUsersShown = 10;

    private static readonly HashSet<string> Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"];

    private static readonly SearchValues<char> TimeCharacters = SearchValues.Create("0123456789*/,-?#~");

    /// <summary>Whether a word can only be what comes after the schedule: <c>-</c>, a method or a URI.</summary>
    internal static bool EndsSchedule(string word) => word == Anonymous || IsRequest(word);

    /// <summary>What is expected instead of the word; null where it is a user.</summary>
    internal static string? Refusal(string word, IReadOnlySet<string>? known)
    {
        if (word == Anonymous)
            return null;
        if (IsRequest(word))
            return Missing;
        if (word.AsSpan().IndexOfAnyExcept(TimeCharacters) < 0)
            return $"{Missing}; a schedule has five fields, without seconds and years";
        if (word.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || word.AsSpan().ContainsAny('"', '\''))
            return "a user in visible ASCII, without quotes";
        return known is null || known.Contains(word) ? null : $"a configured user: {Shown(known)}";
    }

    private static bool IsRequest(string word) =>
        Methods.Contains(word) || word.StartsWith('/') || word.StartsWith("http", StringComparison.Ordinal);

    private static string Shown(IReadOnlySet<string> known) =>
        string.Join(", ", known.Order(StringComparer.Ordinal).Take(MostUsersShown)) + (known.Count > MostUsersShown ? ", ..." : "");
}
