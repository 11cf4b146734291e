using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Continuations;

/// <summary>
/// <c>/async/{token}</c>: what became of a request that is answered later, for who made it. Beside the policy of JobQueue's other
/// endpoints:
/// the same caller may read and cancel it; where that was anonymous, the token is the right. For all others there is no such thing.
/// </summary>
internal static class ContinuationEndpoints
{
    private const string Token = "{token}";

    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/async/" + Token).AddEndpointFilter<RouteGroupBuilder, FailuresAsProblems>();
        group.AllowAnonymous();
        group.MapRead("", GetAsync).WithMetadata(Marker.Instance);
        group.MapRead("/response", ResponseAsync);
        group.MapDelete("", CancelAsync);
    }

    /// <summary>
    /// What stands before the tokens, without the app's path base: <c>/jobqueue/async/</c>; null where nothing is mapped.
    /// </summary>
    internal static string? Prefix(EndpointDataSource endpoints) =>
        endpoints.Endpoints.OfType<RouteEndpoint>().FirstOrDefault(endpoint => endpoint.Metadata.GetMetadata<Marker>() is not null)
            ?.RoutePattern.RawText is { } pattern
            ? "/" + pattern[..pattern.LastIndexOf(Token, StringComparison.Ordinal)].TrimStart('/')
            : null;

    private static async Task<IResult> GetAsync(string token, HttpContext context, Ledger ledger, Dispatcher dispatcher, JobCommands commands)
    {
        if (await FindAsync(token, context, ledger) is not { } found)
            return NotFound();
        var run = dispatcher.Live(found);
        var answer = await ledger.ReadAsync(connection => KeptAnswer.Of(connection, run));
        if (!run.State.IsFinal())
            context.Response.Headers.RetryAfter = Continuer.RetryAfter(run, commands.Now);
        var location = context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/');
        return Results.Json(ContinuationDocument.Of(run, answer, location));
    }

    private static async Task<IResult> ResponseAsync(string token, HttpContext context, Ledger ledger)
    {
        if (await FindAsync(token, context, ledger) is not { } run
            || await ledger.ReadAsync(connection => KeptAnswer.Of(connection, run)) is not { } answer)
            return NotFound();
        await KeptAnswer.WriteAsync(context, answer);
        return Results.Empty;
    }

    private static async Task<IResult> CancelAsync(string token, HttpContext context, Ledger ledger, JobCommands commands) =>
        await FindAsync(token, context, ledger) is not { } run ? NotFound()
        : await context.InTimeAsync(commands.CancelAsync(run.Id, run.RequestedBy, reason: null), Doubt.Again) == CommandResult.Done
            ? Results.NoContent()
        : Problems.Conflict("It is done already.");

    /// <summary>The run of a token, for who may see it.</summary>
    private static async Task<Run?> FindAsync(string token, HttpContext context, Ledger ledger)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await ledger.ReadAsync(connection => ContinuationRows.Find(connection, token)) is not { } run)
            return null;
        if (run.Identity is null)
            return run;
        var caller = CallerIdentity.Parse(run.Identity);
        if (caller.IsOf(context.User))
            return run;
        foreach (var scheme in caller.Schemes)
            if ((await context.AuthenticateAsync(scheme)).Principal is { } principal && caller.IsOf(principal))
                return run;
        return null;
    }

    private static IResult NotFound() =>
        Results.Problem("There is nothing here for you.", statusCode: StatusCodes.Status404NotFound, title: "Not found");

    /// <summary>Marks where tokens are read.</summary>
    private sealed class Marker
    {
        internal static readonly Marker Instance = new();
    }
}
