using System.Globalization;
using System.Text;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Tests.Signatures;

/// <summary>Requests as a JobQueue elsewhere signs them.</summary>
internal sealed record SignedRequest(string Id, string Timestamp, string Signature, byte[] Body)
{
    internal const string Text = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    internal const string OtherText = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    internal static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    internal static SignedRequest Of(string id, string body, DateTimeOffset? at = null, params string[] secrets)
    {
        var fields = WebhookSignature.Fields(Secrets(secrets.Length == 0 ? [Text] : secrets), id, at ?? Now, Encoding.UTF8.GetBytes(body)).ToList();
        return new SignedRequest(id, fields[1].Value, fields[2].Value, Encoding.UTF8.GetBytes(body));
    }

    internal static List<WebhookSecret> Secrets(params string[] texts) =>
        [.. texts.Select(text => WebhookSecret.TryParse(text, out var secret) ? secret : throw new ArgumentException(text))];

    internal HttpContext Context()
    {
        var context = new DefaultHttpContext();
        foreach (var (name, value) in Fields)
            context.Request.Headers[name] = value;
        context.Request.Body = new MemoryStream(Body);
        return context;
    }

    internal HttpRequestMessage Message(string uri)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new ByteArrayContent(Body) };
        foreach (var (name, value) in Fields)
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    /// <summary>The same with one character, one byte or one field another.</summary>
    internal SignedRequest Mutated(Random chance) => chance.Next(6) switch
    {
        0 => this with { Id = Changed(Id, chance) },
        1 => this with { Timestamp = long.Parse(Timestamp, CultureInfo.InvariantCulture) + chance.Next(1, 300) is var later ? $"{later}" : "" },
        2 => this with { Signature = Changed(Signature, chance) },
        3 => this with { Body = [.. Body, (byte)chance.Next(256)] },
        4 => this with { Body = Flipped(Body, chance) },
        _ => this with { Signature = Signature[..chance.Next(Signature.Length)] },
    };

    private KeyValuePair<string, string>[] Fields =>
    [
        new("webhook-id", Id), new("webhook-timestamp", Timestamp), new("webhook-signature", Signature), new("X-Via-JobQueue", "yes"),
        new("X-JobQueue-Run", Id), new("X-JobQueue-Job", "nightly"), new("X-JobQueue-Attempt", "2"),
        new("X-JobQueue-Due", "2026-03-29T01:30:00+00:00"), new("X-JobQueue-User", "ann"),
    ];

    private static string Changed(string text, Random chance)
    {
        var at = chance.Next(text.Length);
        return text[..at] + (char)('!' + (text[at] - '!' + chance.Next(1, 94)) % 94) + text[(at + 1)..];
    }

    private static byte[] Flipped(byte[] body, Random chance)
    {
        var flipped = (byte[])body.Clone();
        flipped[chance.Next(body.Length)] ^= (byte)(1 << chance.Next(8));
        return flipped;
    }
}
