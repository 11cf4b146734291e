using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace JobQueue.Api.Guarding;

/// <summary>Guards actions and Razor pages; those of pages are found again, as compiled, without the delegate that was wrapped.</summary>
internal sealed class RunsOnlyFilter : IAsyncResourceFilter, IOrderedFilter
{
    public int Order => int.MinValue;

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (!RunsOnly.IsOf(context.HttpContext) || RunsOnly.IsLetIn(context.HttpContext))
        {
            await next();
            return;
        }

        await RunsOnly.RefuseAsync(context.HttpContext);
        context.Result = new EmptyResult();
    }
}
