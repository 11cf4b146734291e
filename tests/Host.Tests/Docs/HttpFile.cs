using System.Text;
using System.Text.RegularExpressions;

namespace JobQueue.Host.Tests.Docs;

/// <summary>A file of requests, as editors send them: <c>###</c> begins each, <c>@name = value</c> and <c>{{name}}</c> are variables.</summary>
internal static partial class HttpFile
{
    /// <summary>The requests in their order, each with the status that its heading names.</summary>
    internal static IEnumerable<(int Status, string Heading, Func<HttpRequestMessage> Request)> Read(string text, string host)
    {
        var parts = text.ReplaceLineEndings("\n").Split("### ");
        var variables = Variable().Matches(parts[0]).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value);
        variables["host"] = host;
        return parts.Skip(1).Select(part => part + "\n\n").Select(part => (
            int.Parse(part[..3], null),
            part.Split('\n')[0],
            (Func<HttpRequestMessage>)(() => Request(variables.Aggregate(part, Replaced)))));
    }

    private static string Replaced(string text, KeyValuePair<string, string> variable) =>
        text.Replace($"{{{{{variable.Key}}}}}", variable.Value, StringComparison.Ordinal);

    private static HttpRequestMessage Request(string part)
    {
        var end = part.IndexOf("\n\n", StringComparison.Ordinal);
        var head = part[..end].Split('\n').Skip(1).ToList();
        var body = part[(end + 2)..].TrimEnd('\n');
        var start = head[0].Split(' ');
        var request = new HttpRequestMessage(new HttpMethod(start[0]), start[1]);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        foreach (var field in head.Skip(1).Select(line => line.Split(": ", 2)))
            if (!request.Headers.TryAddWithoutValidation(field[0], field[1]))
                request.Content!.Headers.TryAddWithoutValidation(field[0], field[1]);
        return request;
    }

    [GeneratedRegex(@"^@(?<name>\w+) = (?<value>\S+)$", RegexOptions.Multiline)]
    private static partial Regex Variable();
}
