using System.Buffers;

namespace JobQueue.Jobs;

/// <summary>Names of jobs and queues.</summary>
internal static class JobName
{
    internal const int MostCharacters = 100;

    private static readonly SearchValues<char> Characters =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-");

    /// <summary>Whether the text is 1 to 100 ASCII letters, digits, <c>._-</c>, and can be taken for neither an id nor a dot segment.</summary>
    internal static bool IsValid(string text) =>
        text.Length is > 0 and <= MostCharacters
        && text.AsSpan().IndexOfAnyExcept(Characters) < 0
        && text is not ("." or "..")
        && !Guid.TryParse(text, out _);
}
