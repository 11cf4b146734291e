using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Keys;

/// <summary>The keys of the host.</summary>
internal static class KeysEndpoints
{
    internal static void Map(IEndpointRouteBuilder pages, IEndpointRouteBuilder forms)
    {
        pages.MapRead("/keys", (Keyring keyring) => KeysPage.Of(keyring.All)).Needs(Access.Admin);
        forms.MapPost("/keys", AddAsync).Needs(Access.Admin);
        forms.MapPost("/keys/{name}/revoke", RevokeAsync).Needs(Access.Admin);
    }

    // Read here, behind the doors: a parameter would be read before them.
    private static async Task<IResult> AddAsync(HttpContext context, Keyring keyring)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var name = form["name"].ToString().Trim();
        if (!KeyName.IsValid(name))
            return Refused($"The name: expected {KeyName.Expected}.", StatusCodes.Status400BadRequest);
        if (!Word.TryParse<Role>(form["role"].ToString(), out var role))
            return Refused($"The role: expected one of {string.Join(", ", Word.All<Role>())}.", StatusCodes.Status400BadRequest);
        if (!keyring.Takes(role))
            return Refused(Keyring.FirstIsAdmins, StatusCodes.Status409Conflict);
        return await context.InTimeAsync(keyring.AddAsync(name, role, Caller.Of(context).Who), Doubt.NewKey) is { } key
            ? KeysPage.OfNew(keyring.All, name, key.Text)
            : Refused($"There is a key \"{name}\" already; revoke it first, or choose another name.", StatusCodes.Status409Conflict);

        PageResult Refused(string fault, int status) => KeysPage.Of(keyring.All, name, fault, status);
    }

    private static async Task<IResult> RevokeAsync(string name, HttpContext context, Keyring keyring) =>
        await context.InTimeAsync(keyring.RevokeAsync(name, Caller.Of(context).Who), Doubt.Again) switch
        {
            CommandResult.Done => SeeOther.To(context, "/keys"),
            CommandResult.Conflict => Problems.Conflict(
                $"The key \"{name}\" stands in the configuration; take JobQueue:Keys:{name} out of it, and restart."),
            _ => Problems.NotFound("key", name),
        };
}
