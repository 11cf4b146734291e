using JobQueue.Api.Pages.Signing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace JobQueue.Api.Pages;

/// <summary>What the API tells programs as problems, the doors' refusals among them, browsers are shown; where a key is missing, they are asked for it.</summary>
internal sealed class ProblemsAsPages : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        return result is ProblemHttpResult problem ? Page(context.HttpContext, problem) : result;
    }

    private static PageResult Page(HttpContext context, ProblemHttpResult problem) =>
        problem.StatusCode == StatusCodes.Status401Unauthorized
            ? SigningPage.Of(problem.StatusCode, refusal: null, HttpMethods.IsGet(context.Request.Method) ? PagePlace.PathOf(context) : "/")
            : ErrorPage.Of(problem.StatusCode, problem.ProblemDetails.Title!, problem.ProblemDetails.Detail);
}
