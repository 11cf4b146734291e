namespace JobQueue.Jobs.Store;

/// <summary>Header fields as the ledger keeps them: <c>Name: value</c>, one a line.</summary>
internal static class HeaderText
{
    internal static string? Print(IReadOnlyList<KeyValuePair<string, string>> headers) =>
        headers.Count == 0 ? null : string.Join('\n', headers.Select(header => $"{header.Key}: {header.Value}"));

    internal static IReadOnlyList<KeyValuePair<string, string>> Parse(string? text) =>
        text is null ? [] : [.. text.Split('\n').Select(Field)];

    private static KeyValuePair<string, string> Field(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return new(line[..colon], line[(colon + 2)..]);
    }
}
