using Microsoft.AspNetCore.Diagnostics;

namespace JobQueue.Api.InProcess;

/// <summary>
/// Notes the exception of a run that the developer exception page is about to show, as an exception handler notes its own. The page does so by
/// itself only where it writes HTML or a problem document.
/// </summary>
internal sealed class DeveloperPageException : IDeveloperPageExceptionFilter
{
    public Task HandleExceptionAsync(ErrorContext errorContext, Func<ErrorContext, Task> next)
    {
        var context = errorContext.HttpContext;
        if (context.Features.Get<IJobRunFeature>() is not null)
            context.Features.Set<IExceptionHandlerFeature>(
                new ExceptionHandlerFeature { Error = errorContext.Exception, Path = context.Request.Path });
        return next(errorContext);
    }
}
