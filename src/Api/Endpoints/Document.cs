using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Endpoints;

/// <summary>
/// A JSON document that a reader may keep: with the tag of its bytes, and 304 for who has it already (RFC 9110, 13.1.2). The tag is weak,
/// since an app may compress what passes it.
/// </summary>
internal sealed class Document(JsonObject json) : IResult
{
    private const string ContentType = "application/json; charset=utf-8";
    private const int TagBytes = 16;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var bytes = JsonSerializer.SerializeToUtf8Bytes(json, options);
        var response = httpContext.Response;
        if (HttpMethods.IsGet(httpContext.Request.Method))
        {
            var tag = new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(SHA256.HashData(bytes).AsSpan(0, TagBytes))}\"", isWeak: true);
            response.Headers.ETag = tag.ToString();
            response.Headers.CacheControl = "no-cache";
            var known = httpContext.Request.GetTypedHeaders().IfNoneMatch;
            if (known.Any(one => one == EntityTagHeaderValue.Any || one.Compare(tag, useStrongComparison: false)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = ContentType;
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
