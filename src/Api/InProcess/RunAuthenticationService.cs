using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.InProcess;

/// <summary>
/// Answers for runs: they are who they are under every scheme, and a refusal is a status, never a redirect to a login page.
/// Everything else is the app's own authentication.
/// </summary>
internal sealed class RunAuthenticationService(IAuthenticationService inner) : IAuthenticationService
{
    public Task<AuthenticateResult> AuthenticateAsync(HttpContext context, string? scheme) =>
        Run(context) is { } run ? Task.FromResult(Result(run.Principal, scheme)) : inner.AuthenticateAsync(context, scheme);

    public Task ChallengeAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Run(context) is null ? inner.ChallengeAsync(context, scheme, properties) : Refuse(context, StatusCodes.Status401Unauthorized);

    public Task ForbidAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        Run(context) is null ? inner.ForbidAsync(context, scheme, properties) : Refuse(context, StatusCodes.Status403Forbidden);

    public Task SignInAsync(HttpContext context, string? scheme, ClaimsPrincipal principal, AuthenticationProperties? properties) =>
        inner.SignInAsync(context, scheme, principal, properties);

    public Task SignOutAsync(HttpContext context, string? scheme, AuthenticationProperties? properties) =>
        inner.SignOutAsync(context, scheme, properties);

    // Our own type: another object with the public interface is not a run.
    private static JobRunFeature? Run(HttpContext context) => context.Features.Get<IJobRunFeature>() as JobRunFeature;

    private static AuthenticateResult Result(ClaimsPrincipal principal, string? scheme) =>
        principal.Identity is { IsAuthenticated: true }
            ? AuthenticateResult.Success(new AuthenticationTicket(principal, scheme ?? RunIdentity.AuthenticationType))
            : AuthenticateResult.NoResult();

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
