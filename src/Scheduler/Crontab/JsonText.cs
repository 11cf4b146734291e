using System.Text;
using System.Text.Json;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Whether a body is JSON.</summary>
internal static class JsonText
{
    // The reader does not recurse.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue };

    /// <summary>What a file has without a byte order mark, which JSON has not on the network (RFC 8259, 8.1).</summary>
    internal static byte[] WithoutMark(ReadOnlySpan<byte> file) =>
        file[(file.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0)..].ToArray();

    /// <summary>The first fault, and the character where it is noticed; null where the bytes are well-formed JSON (RFC 8259).</summary>
    internal static (int Character, string Reason)? FaultIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, Options);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            var at = PlaceOf(e, json);
            return (Encoding.UTF8.GetCharCount(json[..at]), Reason(e));
        }
    }

    /// <summary>The byte where a fault is noticed.</summary>
    internal static int PlaceOf(JsonException fault, ReadOnlySpan<byte> json) =>
        Math.Min(StartOfLine(json, fault.LineNumber ?? 0) + (int)(fault.BytePositionInLine ?? 0), json.Length);

    /// <summary>What is wrong, without the place.</summary>
    internal static string Reason(JsonException fault) =>
        fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? fault.Message[..end] : fault.Message;

    private static int StartOfLine(ReadOnlySpan<byte> json, long line)
    {
        var start = 0;
        for (; line > 0 && json[start..].IndexOf((byte)'\n') is >= 0 and var end; line--)
            start += end + 1;
        return start;
    }
}
