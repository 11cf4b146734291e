using System.Text.Json;

namespace JobQueue.Jobs;

/// <summary>Enum values as the words of the ledger and the API: <c>TimedOut</c> is <c>timed_out</c>.</summary>
internal static class Word
{
    internal static string Of<T>(T value)
        where T : struct, Enum => Words<T>.ByValue[value];

    internal static bool TryParse<T>(string word, out T value)
        where T : struct, Enum => Words<T>.ByWord.TryGetValue(word, out value);

    /// <exception cref="FormatException">It is no word of these.</exception>
    internal static T Parse<T>(string word)
        where T : struct, Enum => TryParse(word, out T value) ? value : throw new FormatException($"\"{word}\" is no {typeof(T).Name}");

    internal static IEnumerable<string> All<T>()
        where T : struct, Enum => Words<T>.ByWord.Keys;

    private static class Words<T>
        where T : struct, Enum
    {
        internal static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

        internal static readonly Dictionary<string, T> ByWord = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key);
    }
}
