using System.Globalization;
using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Mailing;

/// <summary>A response as a mail shows it: its beginning, where it is text in UTF-8.</summary>
internal static class ResponseText
{
    internal const int MostBytes = 4096;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What it is, and its text; that is empty where there is none to show.</summary>
    internal static (string Title, string Text) Of(Response response)
    {
        var type = response.Headers.FirstOrDefault(field => field.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value;
        var what = $"Response: {(type is null ? "" : $"{PlainLine.Of(type)}, ")}{Number(response.BodyBytes)} bytes";
        if (response.Body.IsEmpty)
            return (what, "");
        if (Text(response.Body.Span) is not { } text)
            return ($"{what} that are no text", "");
        return (response.BodyBytes > MostBytes ? $"{what}, the first {Number(MostBytes)} of them" : what, text);
    }

    private static string? Text(ReadOnlySpan<byte> body)
    {
        var isCut = body.Length > MostBytes;
        body = isCut ? body[..MostBytes] : body;
        // A character may have been cut in two: its bytes but the first begin with the bits 10.
        for (var most = 3; isCut && most > 0 && (body[^1] & 0x80) != 0 && !System.Text.Unicode.Utf8.IsValid(body); most--)
            body = body[..^1];
        try
        {
            var text = Utf8.GetString(body);
            return text.Any(character => char.IsControl(character) && character is not ('\t' or '\r' or '\n')) ? null : text.Replace("\r\n", "\n");
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
