using System.Text;
using System.Text.Json;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Whether a body is JSON.</summary>
internal static class JsonText
{
    /// <summary>The first fault, and the character where it is noticed; null where the bytes are well-formed JSON (RFC 8259).</summary>
    internal static (int Character, string Reason)? FaultIn(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            var start = StartOfLine(json, e.LineNumber ?? 0);
            var at = Math.Min(start + (int)(e.BytePositionInLine ?? 0), json.Length);
            return (Encoding.UTF8.GetCharCount(json[..at]), Sentence(e.Message));
        }
    }

    private static int StartOfLine(ReadOnlySpan<byte> json, long line)
    {
        var start = 0;
        for (; line > 0 && json[start..].IndexOf((byte)'\n') is >= 0 and var end; line--)
            start += end + 1;
        return start;
    }

    // The message goes on with the position, which the error has itself.
    private static string Sentence(string message) =>
        message.IndexOf(" LineNumber:", StringComparison.Ordinal) is >= 0 and var end ? message[..end] : message;
}
