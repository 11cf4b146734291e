namespace JobQueue.Jobs.Sending;

/// <summary>The Link field of a response (RFC 8288, section 3).</summary>
internal static class LinkField
{
    /// <summary>Where the first link of a relation leads, as it is written; null where there is none. What cannot be read is passed over.</summary>
    /// <param name="response">The response.</param>
    /// <param name="relation">A registered relation type in lower case, like <c>next</c>.</param>
    internal static string? Target(Response response, string relation) =>
        response.Headers.Where(header => header.Key.Equals("Link", StringComparison.OrdinalIgnoreCase))
            .SelectMany(header => Links(header.Value))
            .FirstOrDefault(link => link.Relations.Split(' ').Contains(relation, StringComparer.OrdinalIgnoreCase)).Target;

    private static IEnumerable<(string Target, string Relations)> Links(string field)
    {
        for (var at = 0; (at = field.IndexOf('<', at)) >= 0;)
        {
            var end = field.IndexOf('>', at);
            if (end < 0)
                yield break;
            var target = field[(at + 1)..end];
            at = end + 1;
            var (relations, isOfThis) = Parameters(field, ref at);
            if (isOfThis && relations is not null)
                yield return (target.Trim(), relations);
        }
    }

    // To the comma that ends the link. Of several rel the first counts; a link with an anchor is about something else than this response.
    private static (string? Relations, bool IsOfThis) Parameters(string field, ref int at)
    {
        string? relations = null;
        var isOfThis = true;
        while (at < field.Length && field[at] != ',')
        {
            if (field[at] is ';' or ' ' or '\t')
            {
                at++;
                continue;
            }

            var name = Token(field, ref at);
            var value = at < field.Length && field[at] == '=' ? Value(field, ref at) : "";
            if (name.Equals("rel", StringComparison.OrdinalIgnoreCase))
                relations ??= value;
            isOfThis &= !name.Equals("anchor", StringComparison.OrdinalIgnoreCase);
        }

        return (relations, isOfThis);
    }

    private static string Value(string field, ref int at)
    {
        at++;
        if (at >= field.Length || field[at] != '"')
            return Token(field, ref at);
        var begin = ++at;
        while (at < field.Length && field[at] != '"')
            at += field[at] == '\\' ? 2 : 1;
        var value = field[begin..Math.Min(at, field.Length)];
        at = Math.Min(at + 1, field.Length);
        return value.Replace("\\", "", StringComparison.Ordinal);
    }

    private static string Token(string field, ref int at)
    {
        var begin = at;
        at = field.AsSpan(at).IndexOfAny(",;= \t") is >= 0 and var length ? at + length : field.Length;
        return field[begin..at];
    }
}
