using System.Buffers;

namespace JobQueue.Jobs.Store;

/// <summary>Header fields as the ledger keeps them: <c>Name: value</c>, one a line.</summary>
internal static class HeaderText
{
    private const string Colon = ": ";

    // What ends a line, and what no text in PostgreSQL holds.
    private static readonly SearchValues<char> NotKept = SearchValues.Create("\r\n\0");

    internal static string? Print(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.Count == 0 ? null : string.Join('\n', headers.Select(Line));

    /// <summary>The fields; a line that is none is left out.</summary>
    internal static IReadOnlyList<KeyValuePair<string, string>> Parse(string? text) =>
        text is null ? [] : [.. text.Split('\n').Where(line => line.Contains(Colon, StringComparison.Ordinal)).Select(Field)];

    private static string Line(KeyValuePair<string, string> header)
    {
        var line = $"{header.Key}{Colon}{header.Value}";
        return line.AsSpan().ContainsAny(NotKept)
            ? string.Create(line.Length, line, static (kept, line) => line.AsSpan().ReplaceAny(kept, NotKept, ' '))
            : line;
    }

    private static KeyValuePair<string, string> Field(string line)
    {
        var colon = line.IndexOf(Colon, StringComparison.Ordinal);
        return new(line[..colon], line[(colon + Colon.Length)..]);
    }
}
