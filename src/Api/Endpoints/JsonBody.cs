using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>JSON that clients send: nested at most 32 deep, no name twice, whole Unicode.</summary>
internal static class JsonBody
{
    /// <summary>What is taken, 1 MiB.</summary>
    internal const int MostBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    private const int BlockBytes = 16 * 1024;

    // More than a message shows.
    private const int MostFoundBytes = 256;

    /// <summary>The document with the SHA-256 of its bytes in hex, or the fault that there is none.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than 1 MiB.</exception>
    internal static async Task<(JsonDocument? Body, string Hash, Fault? Fault)> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await CopyAsync(request, bytes, cancel);
        return Read(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>The same, of bytes that live as long as the document.</summary>
    internal static (JsonDocument? Body, string Hash, Fault? Fault) Read(ReadOnlyMemory<byte> read)
    {
        try
        {
            var body = JsonDocument.Parse(read, Options);
            ReadTexts(body.RootElement);
            return (body, Convert.ToHexStringLower(SHA256.HashData(read.Span)), null);
        }
        catch (JsonException e)
        {
            return (null, "", FaultOf(e, read.Span));
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a name or a text with half of a surrogate pair.
            return (null, "", new Fault("", null, "half of a surrogate pair", "Unicode text"));
        }
    }

    private static Fault FaultOf(JsonException fault, ReadOnlySpan<byte> json)
    {
        var expected = $"well-formed JSON: {JsonText.Reason(fault).TrimEnd('.')}";
        if (fault.BytePositionInLine is null)
            return new Fault("", null, "text that is not JSON", expected);
        var place = JsonText.PlaceOf(fault, json);
        var before = json[..place];
        var rest = json[place..];
        var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        var found = TextError.Quote(Encoding.UTF8.GetString(rest[..Math.Min(rest.Length, MostFoundBytes)]));
        return new Fault("", column, found, expected, fault.LineNumber is > 0 and var line ? (int)line + 1 : null);
    }

    /// <summary>Copies the body.</summary>
    /// <exception cref="BadHttpRequestException">It is larger than 1 MiB.</exception>
    internal static async Task CopyAsync(HttpRequest request, MemoryStream bytes, CancellationToken cancel)
    {
        if (request.ContentLength > MostBytes)
            throw TooLarge();
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (await request.Body.ReadAsync(block, cancel) is > 0 and var count)
            {
                if (bytes.Length + count > MostBytes)
                    throw TooLarge();
                bytes.Write(block, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static BadHttpRequestException TooLarge() => new("The body is larger than 1 MiB.", StatusCodes.Status413PayloadTooLarge);

    private static void ReadTexts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            _ = value.GetString();
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                ReadTexts(item);
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var field in value.EnumerateObject())
            {
                _ = field.Name;
                ReadTexts(field.Value);
            }
    }
}
