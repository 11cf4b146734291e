namespace JobQueue.Api.Pages;

/// <summary>Queries of links.</summary>
internal static class QueryText
{
    /// <summary><c>?name=value&amp;...</c> of the fields that have a value; empty where none has.</summary>
    internal static string Of(params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var query = "";
        foreach (var (name, value) in fields)
            if (!string.IsNullOrEmpty(value))
                query += $"{(query.Length == 0 ? '?' : '&')}{name}={Uri.EscapeDataString(value)}";
        return query;
    }
}
