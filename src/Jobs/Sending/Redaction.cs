using System.Net;
using System.Text;
using System.Text.Json;

namespace JobQueue.Jobs.Sending;

/// <summary>
/// Takes the values of a target's secrets and headers from what is kept of its answers: as they are, and as JSON, URLs and HTML spell them.
/// </summary>
internal sealed class Redaction
{
    internal const string Mark = "[redacted]";

    /// <summary>Shorter values would be found in any text.</summary>
    internal const int LeastCharacters = 8;

    private const string Basic = "Basic";

    private static readonly byte[] MarkBytes = Encoding.ASCII.GetBytes(Mark);

    private static readonly Func<string, string>[] Spellings =
    [
        value => value,
        value => JsonEncodedText.Encode(value).Value,
        value => value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("/", @"\/"),
        value => value.Replace("\\", @"\\").Replace("\"", "\\\""),
        Uri.EscapeDataString,
        value => WebUtility.HtmlEncode(value),
    ];

    private readonly string[] _texts;
    private readonly byte[][] _bytes;

    private Redaction(IEnumerable<string> values)
    {
        // The longest first: another may be a part of it.
        _texts =
        [
            .. values.Where(value => value.Length >= LeastCharacters)
                .SelectMany(value => Spellings.Select(spell => spell(value)))
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(text => text.Length),
        ];
        _bytes = [.. _texts.Select(Encoding.UTF8.GetBytes)];
    }

    internal static Redaction Of(Target target) => new(
    [
        .. target.Secrets.SelectMany(secret => new[] { secret.Text, Convert.ToBase64String(secret.Key) }),
        .. target.Headers.SelectMany(ValuesIn),
    ]);

    internal AttemptResult Of(AttemptResult result) => _texts.Length == 0 ? result : result with
    {
        Response = result.Response is { } response ? Of(response) : null,
        Error = result.Error is { } error ? Of(error) : null,
        Problem = result.Problem is { } problem ? Of(problem) : null,
    };

    private string Of(string text) =>
        _texts.Aggregate(text, (redacted, secret) => redacted.Replace(secret, Mark, StringComparison.Ordinal));

    private Response Of(Response response)
    {
        var body = Of(response.Body, response.IsTruncated);
        return response with
        {
            Headers = [.. response.Headers.Select(field => KeyValuePair.Create(Of(field.Key), Of(field.Value)))],
            Body = body,
            // What was cut stays cut, and what was whole stays whole.
            BodyBytes = response.BodyBytes + body.Length - response.Body.Length,
        };
    }

    private ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body, bool isTruncated)
    {
        foreach (var secret in _bytes)
            body = Replace(body, secret);
        return isTruncated ? WithoutBeginning(body) : body;
    }

    private static ReadOnlyMemory<byte> Replace(ReadOnlyMemory<byte> body, byte[] secret)
    {
        if (body.Span.IndexOf(secret) < 0)
            return body;
        var redacted = new MemoryStream(body.Length);
        for (var rest = body.Span; !rest.IsEmpty;)
        {
            var at = rest.IndexOf(secret);
            redacted.Write(at < 0 ? rest : rest[..at]);
            if (at >= 0)
                redacted.Write(MarkBytes);
            rest = at < 0 ? [] : rest[(at + secret.Length)..];
        }

        return redacted.ToArray();
    }

    // A body may have been cut within a secret.
    private ReadOnlyMemory<byte> WithoutBeginning(ReadOnlyMemory<byte> body)
    {
        var longest = _bytes.Max(secret =>
            Enumerable.Range(1, secret.Length - 1).LastOrDefault(length => body.Span.EndsWith(secret.AsSpan(0, length))));
        return body[..^longest];
    }

    private static IEnumerable<string> ValuesIn(KeyValuePair<string, string> header)
    {
        yield return header.Value;
        if (header.Key.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
            foreach (var pair in header.Value.Split(';', StringSplitOptions.TrimEntries))
                yield return pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
        if (!header.Key.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase)
            || header.Value.Split(' ', 2, StringSplitOptions.TrimEntries) is not [var scheme, var credentials])
            yield break;
        yield return credentials;
        var decoded = new byte[credentials.Length];
        if (!scheme.Equals(Basic, StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(credentials, decoded, out var count))
            yield break;
        var userAndPassword = Encoding.UTF8.GetString(decoded, 0, count);
        yield return userAndPassword;
        yield return userAndPassword[(userAndPassword.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }
}
