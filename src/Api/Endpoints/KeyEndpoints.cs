using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/keys</c>: who may call the host.</summary>
internal static class KeyEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").Needs(Access.Admin);
        keys.MapRead("", (Keyring keyring) => Page.Of(keyring.All.Select(Document), next: null));
        keys.MapPost("", AddAsync);
        keys.MapDelete("/{name}", RevokeAsync);
    }

    /// <summary>A key without its secret, of which nobody knows more than its hash.</summary>
    internal static JsonObject Document(KeyRow key) => new()
    {
        ["name"] = key.Name,
        ["role"] = Word.Of(key.Role),
        ["publicId"] = key.PublicId,
        ["source"] = key.Created is null ? "configuration" : "ledger",
        ["created"] = key.Created is { } created ? JobDocument.Text(created) : null,
        ["lastUsed"] = key.LastUsed is { } used ? JobDocument.Text(used) : null,
    };

    private static async Task<IResult> AddAsync(HttpContext context, Keyring keyring)
    {
        var (body, _, fault) = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is null)
            return Problems.Invalid([fault!]);
        using (body)
        {
            var fields = new JsonFields(body.RootElement, "name", "role");
            var (name, role) = (fields.Text("name", KeyName.IsValid, KeyName.Expected), fields.Text("role", IsRole, Roles));
            if (fields.Faults.Count > 0)
                return Problems.Invalid(fields.Faults);
            var may = Word.Parse<Role>(role!);
            if (!keyring.Takes(may))
                return Problems.Conflict(Keyring.FirstIsAdmins);
            var adding = keyring.AddAsync(name!, may, Caller.Of(context).Who);
            if (await context.InTimeAsync(adding, Doubt.NewKey) is not { } key)
                return Problems.Conflict($"There is a key \"{name}\" already; revoke it first, or choose another name.");
            context.Response.Headers.CacheControl = "no-store";
            var document = new JsonObject { ["name"] = name, ["role"] = role, ["publicId"] = key.PublicId, ["key"] = key.Text };
            return Results.Created($"{Place.Above(context, segments: 0)}/{name}", document);
        }
    }

    private static async Task<IResult> RevokeAsync(string name, HttpContext context, Keyring keyring) =>
        await context.InTimeAsync(keyring.RevokeAsync(name, Caller.Of(context).Who), Doubt.Again) switch
        {
            CommandResult.Done => Results.NoContent(),
            CommandResult.Conflict => Problems.Conflict(
                $"The key \"{name}\" stands in the configuration; take JobQueue:Keys:{name} out of it, and restart."),
            _ => Problems.NotFound("key", name),
        };

    private static string Roles => $"one of {string.Join(", ", Word.All<Role>())}";

    private static bool IsRole(string text) => Word.TryParse<Role>(text, out _);
}
