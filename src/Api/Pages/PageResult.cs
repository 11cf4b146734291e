using System.Text;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Pages;

/// <summary>A page: the shell around a body, rendered on the server, whole before its first byte is sent.</summary>
/// <param name="title">What the page is, for its heading and the browser's tab.</param>
/// <param name="body">What stands below the heading.</param>
/// <param name="status">The status code.</param>
internal sealed class PageResult(string title, Func<PageFrame, RenderFragment> body, int status = StatusCodes.Status200OK) : IResult
{
    // Nothing from elsewhere, and no script or style but the files of our own.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'";

    private const string Doctype = "<!DOCTYPE html>\n";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var frame = Frame(httpContext);
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<Fragment>(Fragment.With(Shell.Of(frame, title, body(frame))))).ToHtmlString());
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        // To other sites no address of a page is told; to this one it is, or forms would come from the origin "null".
        response.Headers["Referrer-Policy"] = "same-origin";
        await response.WriteAsync(Doctype + html, Encoding.UTF8, httpContext.RequestAborted);
    }

    private static PageFrame Frame(HttpContext context)
    {
        var services = context.RequestServices;
        var caller = Caller.Find(context);
        var cluster = services.GetRequiredService<Ledger>().Cluster;
        return new PageFrame(
            PagePlace.BaseOf(context),
            PagePlace.PathOf(context),
            caller,
            caller is null ? null : services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context),
            cluster.Now(services.GetRequiredService<TimeProvider>()),
            services.GetRequiredService<SchedulerOptions>().Zone,
            services.GetRequiredService<IOptions<JobQueueOptions>>().Value.IsHost,
            cluster.IsShared);
    }
}
