using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.InProcess;

/// <summary>
/// The app's antiforgery, which a request that was kept has passed before: its token and cookie are not kept, and its run is let through.
/// All other runs are checked as anyone.
/// </summary>
internal sealed class RunAntiforgery(IAntiforgery inner) : IAntiforgery
{
    public Task ValidateRequestAsync(HttpContext httpContext) =>
        HasPassed(httpContext) ? Task.CompletedTask : inner.ValidateRequestAsync(httpContext);

    public Task<bool> IsRequestValidAsync(HttpContext httpContext) =>
        HasPassed(httpContext) ? Task.FromResult(true) : inner.IsRequestValidAsync(httpContext);

    public AntiforgeryTokenSet GetAndStoreTokens(HttpContext httpContext) => inner.GetAndStoreTokens(httpContext);

    public AntiforgeryTokenSet GetTokens(HttpContext httpContext) => inner.GetTokens(httpContext);

    public void SetCookieTokenAndHeader(HttpContext httpContext) => inner.SetCookieTokenAndHeader(httpContext);

    private static bool HasPassed(HttpContext context) => context.Features.Get<IJobRunFeature>() is JobRunFeature { IsKept: true };
}
