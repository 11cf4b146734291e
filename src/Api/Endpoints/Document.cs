using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Endpoints;

/// <summary>A JSON document that a reader may keep (<see cref="Tagged"/>).</summary>
internal sealed class Document(JsonObject json) : IResult
{
    private const string ContentType = "application/json; charset=utf-8";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var options = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        return Tagged.WriteAsync(httpContext, JsonSerializer.SerializeToUtf8Bytes(json, options), ContentType);
    }
}
