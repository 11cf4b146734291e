using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.CommandLine;

/// <summary>The request options of <c>at</c>, which are curl's.</summary>
internal sealed class AtRequest
{
    private const string ContentType = "Content-Type";
    private const string StandardInput = "@-";

    // RFC 9110, 9.3, and RFC 5789: methods whose content means something.
    private static readonly string[] MethodsWithBody = ["POST", "PUT", "PATCH"];

    private readonly Option<string[]> _headers;
    private readonly Option<string> _json;
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
        _json = verb.With(new Option<string>("--json") { Description = "The body as JSON, @FILE, or @-", HelpName = "JSON" });
        _bodies =
        [
            (verb.With(new Option<string>("--data", "-d")
            {
                Description = "The body, @FILE, or @- for the standard input; a form unless -H says otherwise",
                HelpName = "TEXT",
            }),
                [(ContentType, "application/x-www-form-urlencoded")]),
            (_json, [(ContentType, "application/json"), ("Accept", "application/json")]),
        ];
        verb.Validators.Add(result =>
        {
            if (_bodies.Count(body => result.GetResult(body.Option) is not null) > 1)
                result.AddError("expected one of --data and --json");
        });
    }

    /// <summary>
    /// The request as the API takes it; null, and why, when its body cannot be read. A POST, PUT or PATCH for which no body is said takes
    /// what is piped in, as at(1) does; a terminal is not waited for.
    /// </summary>
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
        var text = body.Option is not null ? parsed.GetValue(body.Option)
            : MethodsWithBody.Contains(words.Method) && Console.IsInputRedirected ? StandardInput
            : null;
        return text is null || AddBody(request, text, isJson: body.Option == _json, out error) ? request : null;
    }

    private static JsonNode? Values(string[] values) =>
        values is [var only] ? only : new JsonArray([.. values.Select(value => (JsonNode?)value)]);

    private static bool AddBody(JsonObject request, string text, bool isJson, out string? error)
    {
        error = null;
        if (!text.StartsWith('@'))
        {
            request["body"] = text;
            error = isJson && JsonText.FaultIn(Encoding.UTF8.GetBytes(text)) is { } fault
                ? $"--json: {TextError.At(fault.Character + 1, text.AsSpan(fault.Character), $"well-formed JSON: {fault.Reason}")}"
                : null;
            return error is null;
        }

        try
        {
            using var input = text == StandardInput ? StandardStreams.OpenInput() : File.OpenRead(text[1..]);
            var bytes = ReadSome(input);
            // Of what is too large the rest is not there.
            var isWholeJson = isJson && bytes.Length <= JsonBody.MostBytes;
            if (isWholeJson)
                bytes = JsonText.WithoutMark(bytes);
            if (bytes.Length > 0)
                request["bodyBase64"] = Convert.ToBase64String(bytes);
            if (isWholeJson && JsonText.FaultIn(bytes) is { } fault)
                error = $"--json: found {TextError.Quote(text)}, expected well-formed JSON in it: {fault.Reason}";
            return error is null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error = $"cannot read the body: {e.Message}";
            return false;
        }
    }

    // A byte more than the API takes is too large as well: whoever sends it says so.
    private static byte[] ReadSome(Stream input)
    {
        var bytes = new byte[JsonBody.MostBytes + 1];
        return bytes[..input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
