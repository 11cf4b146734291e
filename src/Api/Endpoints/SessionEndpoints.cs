using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using JobQueue.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/session</c>: a key for a browser, which keeps it as a cookie that no script can read.</summary>
internal static class SessionEndpoints
{
    private const int MostBodyBytes = 4096;
    private const string Form = "application/x-www-form-urlencoded";
    private const string Expected = "a key: jq_...";

    internal static void Map(IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").Needs(Access.Anyone).WithMetadata(new RequestSizeLimitAttribute(MostBodyBytes));
        session.MapPost("", BeginAsync);
        session.MapDelete("", (HttpContext context, Sessions sessions) =>
        {
            sessions.End(context);
            return Results.NoContent();
        });
    }

    private static async Task<IResult> BeginAsync(HttpContext context, HostDoor door, Keyring keyring, Sessions sessions)
    {
        var (text, faults) = IsForm(context.Request) ? await FormAsync(context) : await JsonAsync(context);
        if (text is null)
            return Problems.Invalid(faults);
        var (key, refusal) = await door.LookAsync(context, () => keyring.Find(text));
        if (key is null)
            return refusal!;
        sessions.Begin(context, key);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new JsonObject { ["name"] = key.Name, ["role"] = Word.Of(key.Role) });
    }

    private static bool IsForm(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals(Form, StringComparison.OrdinalIgnoreCase);

    private static async Task<(string? Key, IReadOnlyCollection<Fault> Faults)> FormAsync(HttpContext context)
    {
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form["key"].ToString() is { Length: > 0 } key ? (key, []) : (null, [new Fault("key", null, "nothing", Expected)]);
        }
        catch (InvalidDataException)
        {
            return (null, [new Fault("", null, "a form that cannot be read", "a form with key")]);
        }
    }

    private static async Task<(string? Key, IReadOnlyCollection<Fault> Faults)> JsonAsync(HttpContext context)
    {
        var (body, _, fault) = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is null)
            return (null, [fault!]);
        using (body)
        {
            var fields = new JsonFields(body.RootElement, "key");
            var key = fields.Text("key", static _ => true, Expected);
            return (fields.Faults.Count == 0 ? key : null, fields.Faults);
        }
    }
}
