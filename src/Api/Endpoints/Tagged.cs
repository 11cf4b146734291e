using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Endpoints;

/// <summary>
/// Bytes that a reader may keep: with the tag of them, and 304 for who has them already (RFC 9110, 13.1.2). The tag is weak, since an app
/// may compress what passes it.
/// </summary>
internal static class Tagged
{
    private const int TagBytes = 16;

    internal static async Task WriteAsync(HttpContext context, byte[] bytes, string contentType)
    {
        var response = context.Response;
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        {
            var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"", isWeak: true);
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = "no-cache";
            if (IsKnown(context.Request, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>Whether the reader has what has this tag.</summary>
    internal static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) => request.GetTypedHeaders().IfNoneMatch
        .Any(one => one == EntityTagHeaderValue.Any || one.Compare(tag, useStrongComparison: false));
}
