using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.Extensions.DependencyInjection;

namespace JobQueue.Api.Continuations;

/// <summary>Keeps requests to actions and Razor pages: the last of the resource filters, before anything is bound.</summary>
internal sealed class RespondAsyncFilter : IAsyncResourceFilter, IOrderedFilter
{
    public int Order => int.MaxValue;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        var http = context.HttpContext;
        if (RespondAsyncRule.OfAction(http) is { } rule
            && await http.RequestServices.GetRequiredService<Continuer>().TryAnswerAsync(http, rule.Policy))
            context.Result = new EmptyResult();
        else
            await next();
    }
}
