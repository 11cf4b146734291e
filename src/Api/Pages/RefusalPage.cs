using JobQueue.Api.Pages.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JobQueue.Api.Pages;

/// <summary>What the doors say to a browser: where a key is missing, the page that asks for one.</summary>
internal static class RefusalPage
{
    internal static PageResult Of(HttpContext context, ProblemHttpResult refusal) =>
        refusal.StatusCode == StatusCodes.Status401Unauthorized
            ? SigningPage.Of(refusal.StatusCode, refusal: null, HttpMethods.IsGet(context.Request.Method) ? PagePlace.PathOf(context) : "/")
            : ErrorPage.Of(refusal.StatusCode, refusal.ProblemDetails.Title!, refusal.ProblemDetails.Detail);
}
