using System.CommandLine;
using System.Text.Json.Nodes;

namespace JobQueue.Host.CommandLine;

/// <summary>The request options of <c>at</c>, which are curl's.</summary>
internal sealed class AtRequest
{
    private const string ContentType = "Content-Type";

    private readonly Option<string[]> _headers;
    private readonly (Option<string> Option, (string Name, string Value)[] Headers)[] _bodies;

    internal AtRequest(Verb verb)
    {
        _headers = verb.With(new Option<string[]>("--header", "-H")
        {
            Description = "A header field; repeatable",
            HelpName = "NAME: VALUE",
        });
        _headers.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.IndexOf(':') < 1) is { } bad)
                result.AddError($"--header: found \"{bad.Value}\", expected NAME: VALUE");
        });
        _bodies =
        [
            (verb.With(new Option<string>("--data", "-d")
            {
                Description = "The body, or @FILE; a form unless -H says otherwise",
                HelpName = "TEXT",
            }),
                [(ContentType, "application/x-www-form-urlencoded")]),
            (verb.With(new Option<string>("--json") { Description = "The body as JSON, or @FILE", HelpName = "JSON" }),
                [(ContentType, "application/json"), ("Accept", "application/json")]),
        ];
        verb.Validators.Add(result =>
        {
            if (_bodies.Count(body => result.GetResult(body.Option) is not null) > 1)
                result.AddError("expected one of --data and --json");
        });
    }

    /// <summary>The request as the API takes it; null, and why, when the file of the body cannot be read.</summary>
    internal JsonObject? Read(ParseResult parsed, AtWords words, out string? error)
    {
        error = null;
        var body = _bodies.FirstOrDefault(candidate => parsed.GetValue(candidate.Option) is not null);
        var request = new JsonObject { ["method"] = words.Method ?? (body.Option is null ? "GET" : "POST"), ["uri"] = words.Uri };
        var said = (parsed.GetValue(_headers) ?? []).Select(header => header.Split(':', 2, StringSplitOptions.TrimEntries)).ToArray();
        var headers = said.Select(pair => (Name: pair[0], Value: pair[1]))
            .Concat((body.Headers ?? []).ExceptBy(said.Select(pair => pair[0]), implied => implied.Name, StringComparer.OrdinalIgnoreCase))
            .GroupBy(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase)
            .Select(header => KeyValuePair.Create(header.Key, Values([.. header])))
            .ToArray();
        if (headers.Length > 0)
            request["headers"] = new JsonObject(headers);
        return body.Option is null || AddBody(request, parsed.GetValue(body.Option)!, out error) ? request : null;
    }

    private static JsonNode? Values(string[] values) =>
        values is [var only] ? only : new JsonArray([.. values.Select(value => (JsonNode?)value)]);

    private static bool AddBody(JsonObject request, string text, out string? error)
    {
        error = null;
        if (!text.StartsWith('@'))
        {
            request["body"] = text;
            return true;
        }

        try
        {
            request["bodyBase64"] = Convert.ToBase64String(File.ReadAllBytes(text[1..]));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error = $"cannot read the body: {e.Message}";
            return false;
        }
    }
}
