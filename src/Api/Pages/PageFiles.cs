using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Pages;

/// <summary>The files that pages need: a style, a script, a picture. Their addresses change with what is in them, so browsers keep them.</summary>
internal static class PageFiles
{
    internal const string Style = "jobqueue.css";
    internal const string Script = "jobqueue.js";
    internal const string Icon = "icon.svg";

    private const int TagBytes = 9;
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, (byte[] Bytes, string Type, string Tag)> Files = new[]
    {
        (Name: Style, Type: "text/css; charset=utf-8"),
        (Name: Script, Type: "text/javascript; charset=utf-8"),
        (Name: Icon, Type: "image/svg+xml"),
    }.ToFrozenDictionary(file => file.Name, file => Read(file.Name, file.Type), StringComparer.Ordinal);

    internal static string Href(PageFrame frame, string name) => $"{frame.Href("assets", name)}?v={Files[name].Tag}";

    internal static IResult Get(string name, HttpContext context)
    {
        if (!Files.TryGetValue(name, out var file))
            return Results.NotFound();
        context.Response.Headers.CacheControl = Forever;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(file.Bytes, file.Type, entityTag: new EntityTagHeaderValue($"\"{file.Tag}\""));
    }

    private static (byte[] Bytes, string Type, string Tag) Read(string name, string type)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return (bytes, type, Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes)));
    }
}
