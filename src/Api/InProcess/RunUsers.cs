using System.Security.Claims;
using JobQueue.Api.Continuations;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobQueue.Api.InProcess;

/// <summary>Who a run is when it is sent.</summary>
internal static class RunUsers
{
    /// <summary>The caller whose request was kept, else the configured user.</summary>
    internal static ClaimsPrincipal Principal(RunAttempt attempt, IReadOnlyDictionary<string, JobUser> users) =>
        attempt.Identity is { } kept ? CallerIdentity.Parse(kept).Principal() : RunIdentity.Principal(attempt.Request.User, users);

    /// <summary>Lets the app say who the run is by now.</summary>
    /// <returns>What it came to where it is not to be sent; else null.</returns>
    internal static async Task<AttemptResult?> ResolveAsync(HttpContext context, JobRunFeature run)
    {
        if (context.RequestServices.GetService<IJobUserResolver>() is not { } resolver)
            return null;
        try
        {
            if (await resolver.ResolveAsync(run.Principal, run.Run, context.RequestAborted) is not { } principal)
                return new AttemptResult(
                    AttemptEnd.Responded,
                    new Response { Status = StatusCodes.Status403Forbidden },
                    $"the user {run.Principal.Identity?.Name ?? "without a name"} may not run this any more");
            run.Principal = context.User = principal;
            return null;
        }
        catch (Exception exception)
        {
            return new AttemptResult(AttemptEnd.NoResponse, null, $"who the user is could not be said: {Exchange.Line(exception)}");
        }
    }
}
