using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using JobQueue.Jobs;

namespace JobQueue.Api.Feeds;

/// <summary>Runs that failed, as a feed of Atom (RFC 4287).</summary>
internal static class FailureFeed
{
    internal const string ContentType = "application/atom+xml; charset=utf-8";

    private const string Namespace = "http://www.w3.org/2005/Atom";
    private const int MostErrorCharacters = 1000;
    private const int GuidBytes = 16;

    // Entitize: a text is read as it was.
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false),
        Indent = true,
        NewLineHandling = NewLineHandling.Entitize,
    };

    /// <param name="runs">The newest first.</param>
    /// <param name="api">The URL of the API.</param>
    /// <param name="job">Of which job; null for all.</param>
    internal static byte[] Print(IReadOnlyList<Run> runs, string api, string? job)
    {
        var self = job is null ? $"{api}/failures.atom" : $"{api}/failures.atom?job={Uri.EscapeDataString(job)}";
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartElement("feed", Namespace);
            Write(xml, "id", UrnOf(self));
            Write(xml, "title", job is null ? "JobQueue: failures" : $"JobQueue: failures of {job}");
            Write(xml, "updated", Text(runs.Count > 0 ? runs.Max(run => run.Finished!.Value) : DateTimeOffset.UnixEpoch));
            Link(xml, "self", "application/atom+xml", self);
            xml.WriteStartElement("author", Namespace);
            Write(xml, "name", "JobQueue");
            xml.WriteEndElement();
            foreach (var run in runs)
                Entry(xml, run, api);
            xml.WriteEndElement();
        }

        return bytes.ToArray();
    }

    private static void Entry(XmlWriter xml, Run run, string api)
    {
        var status = run.Status is > 0 ? FormattableString.Invariant($" with {run.Status}") : "";
        xml.WriteStartElement("entry", Namespace);
        Write(xml, "id", $"urn:uuid:{run.Id}");
        Write(xml, "title", $"{run.JobName ?? $"{run.Request.Method} {run.Request.Uri}"} {Word.Of(run.State).Replace('_', ' ')}{status}");
        Write(xml, "updated", Text(run.Finished!.Value));
        Write(xml, "published", Text(run.Finished.Value));
        Link(xml, "alternate", "application/json", $"{api}/runs/{run.Id}");
        xml.WriteStartElement("content", Namespace);
        xml.WriteAttributeString("type", "text");
        xml.WriteString(Plain(string.Join('\n', Lines(run))));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static IEnumerable<string> Lines(Run run) =>
    [
        $"{run.Request.Method} {run.Request.Uri}",
        FormattableString.Invariant($"due {Text(run.Due)}, attempt {run.Attempt}"),
        .. run.Error is { Length: > 0 } error ? [error[..Math.Min(error.Length, MostErrorCharacters)]] : Array.Empty<string>(),
    ];

    private static void Write(XmlWriter xml, string name, string text) => xml.WriteElementString(name, Namespace, Plain(text));

    private static void Link(XmlWriter xml, string rel, string type, string href)
    {
        xml.WriteStartElement("link", Namespace);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("type", type);
        xml.WriteAttributeString("href", Plain(href));
        xml.WriteEndElement();
    }

    // XML 1.0, 2.2: some characters have no place in a document, not even escaped.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            plain.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return plain.ToString();
    }

    private static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    // RFC 9562, 5.8: a UUID of its owner's making, the same for the same address.
    private static string UrnOf(string address)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, GuidBytes);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return $"urn:uuid:{new Guid(hash, bigEndian: true)}";
    }
}
