using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace JobQueue.Api.Tests.Continuations;

[RespondAsync]
public sealed class LaterModel : PageModel
{
    public async Task<ContentResult> OnPostAsync([FromForm] string? item) =>
        Content(await ContinuationApp.EchoAsync(HttpContext, item), "text/plain");
}
