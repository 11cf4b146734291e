using System.Buffers;
using System.Globalization;
using System.Text;

namespace JobQueue.Api.InProcess;

/// <summary>The path of a request as servers hand it to an app.</summary>
internal static class RequestPath
{
    private const int LongestRune = 4;

    /// <summary>
    /// Decodes percent-encoded UTF-8 but <c>%2F</c>, which would make one segment two; what is not UTF-8 stays encoded.
    /// Then dot segments are removed.
    /// </summary>
    /// <param name="path">An absolute path in its encoded form.</param>
    internal static string Decode(string path)
    {
        if (!path.Contains('%', StringComparison.Ordinal))
            return path;
        var decoded = new StringBuilder(path.Length);
        for (var at = 0; at < path.Length;)
            at += Append(decoded, path.AsSpan(at));
        return RemoveDotSegments(decoded.ToString());
    }

    private static int Append(StringBuilder decoded, ReadOnlySpan<char> rest)
    {
        Span<byte> bytes = stackalloc byte[LongestRune];
        var count = 0;
        while (count < LongestRune && TryEncodedByte(rest[(3 * count)..], out bytes[count]))
            count++;
        var isRune = Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) == OperationStatus.Done;
        if (isRune && rune.Value != '/')
        {
            decoded.Append(rune.ToString());
            return 3 * used;
        }

        decoded.Append(rest[0]);
        return 1;
    }

    private static bool TryEncodedByte(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        return text is ['%', _, _, ..]
            && byte.TryParse(text[1..3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }

    // RFC 3986 5.2.4. Segments spelled out as such went with the URI; these were percent-encoded.
    private static string RemoveDotSegments(string path)
    {
        if (!path.Contains("/.", StringComparison.Ordinal))
            return path;
        var segments = path.Split('/')[1..];
        var kept = new List<string>();
        foreach (var segment in segments)
            if (segment == "..")
                kept.RemoveRange(Math.Max(kept.Count - 1, 0), Math.Min(kept.Count, 1));
            else if (segment != ".")
                kept.Add(segment);
        var isFolder = segments[^1] is "." or "..";
        return "/" + string.Join('/', kept) + (isFolder && kept.Count > 0 ? "/" : "");
    }
}
