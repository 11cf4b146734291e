using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Why something is done: <c>{"reason": "..."}</c> in the body, or <c>?reason=</c>.</summary>
internal static class Reason
{
    private const int MostCharacters = 1000;
    private const string MediaType = "application/json";

    private static readonly string Line = $"a line of at most {MostCharacters} characters";

    /// <summary>The reason; null where none is said. A body without a media type is taken for JSON.</summary>
    /// <exception cref="BadHttpRequestException">It is not a line of text, or the body has something else.</exception>
    internal static async Task<string?> ReadAsync(HttpContext context)
    {
        if (context.Request.Query["reason"].ToString() is { Length: > 0 } reason)
            return IsLine(reason) ? reason : throw new BadHttpRequestException($"reason: expected {Line}.");
        using var bytes = new MemoryStream();
        await JsonBody.CopyAsync(context.Request, bytes, context.RequestAborted);
        if (bytes.Length == 0)
            return null;
        if (!string.IsNullOrEmpty(context.Request.ContentType) && !context.Request.HasJsonContentType())
            throw OfAnotherType(context);
        return InBody(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    private static string? InBody(ReadOnlyMemory<byte> bytes)
    {
        var (body, _, fault) = JsonBody.Read(bytes);
        if (body is null)
            throw new BadHttpRequestException($"The body with the reason: {fault}.");
        using (body)
        {
            var fields = new JsonFields(body.RootElement, "reason");
            var text = fields.Optional("reason", IsLine, Line);
            return fields.Faults.Count == 0
                ? text
                : throw new BadHttpRequestException(string.Join(" ", fields.Faults.Select(found => $"{found.Field}: {found}.")));
        }
    }

    // RFC 9110, 15.5.16.
    private static BadHttpRequestException OfAnotherType(HttpContext context)
    {
        context.Response.Headers.Accept = MediaType;
        return new BadHttpRequestException(
            $"The body with the reason: found {context.Request.ContentType}, expected {MediaType}.", StatusCodes.Status415UnsupportedMediaType);
    }

    // It is shown on a line of its own, on a terminal too.
    private static bool IsLine(string text) => text.Length <= MostCharacters && !text.Any(char.IsControl);
}
