using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace JobQueue.Api.Pages.Runs;

/// <summary>A body as a page shows it: as text, as a picture, or not at all.</summary>
/// <param name="Text">The text; null for what is none.</param>
/// <param name="IsPicture">Whether browsers show it as a picture.</param>
/// <param name="IsShortened">Whether the text is only the beginning of what is kept.</param>
internal sealed record KeptContent(string? Text, bool IsPicture, bool IsShortened)
{
    /// <summary>More text than that is a download.</summary>
    internal const int MostCharacters = 200_000;

    private static readonly HashSet<string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml", "image/bmp", "image/x-icon",
        "image/vnd.microsoft.icon",
    };

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="body">What is kept of the body.</param>
    /// <param name="contentType">What the message said that it is; null where it did not.</param>
    /// <param name="isWhole">Whether nothing of it is missing.</param>
    internal static KeptContent Of(ReadOnlySpan<byte> body, string? contentType, bool isWhole)
    {
        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) ? parsed.MediaType : null;
        if (type is not null && Pictures.Contains(type))
            return new KeptContent(null, IsPicture: true, IsShortened: false);
        if (TextIn(body, isWhole) is not { } text)
            return new KeptContent(null, IsPicture: false, IsShortened: false);
        if (isWhole && IsJson(type))
            text = Indented(text);
        var isShortened = text.Length > MostCharacters;
        return new KeptContent(isShortened ? text[..MostCharacters] : text, IsPicture: false, isShortened);
    }

    // RFC 6839, 3.1.
    private static bool IsJson(string? type) => type is not null
        && (type.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    // A body may have been cut within a character.
    private static string? TextIn(ReadOnlySpan<byte> body, bool isWhole)
    {
        const int longestCharacter = 4;
        for (var cut = 0; cut < (isWhole ? 1 : longestCharacter) && cut <= body.Length; cut++)
            if (Utf8.IsValid(body[..^cut]))
                return Encoding.UTF8.GetString(body[..^cut]) is var text && text.Any(IsOfBinaries) ? null : text;
        return null;
    }

    private static bool IsOfBinaries(char character) => character < ' ' && character is not ('\t' or '\n' or '\r' or '\f' or '\e');

    private static string Indented(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Pretty);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
