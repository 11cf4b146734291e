using Microsoft.AspNetCore.Mvc;

namespace JobQueue.Api.Tests.Continuations;

[Route("actions")]
public sealed class LaterController : Controller
{
    [HttpPost("later")]
    [RespondAsync]
    public Task<string> LaterAsync([FromForm] string? item) => ContinuationApp.EchoAsync(HttpContext, item);

    [HttpPost("checked")]
    [RespondAsync]
    [ValidateAntiForgeryToken]
    public Task<string> CheckedAsync([FromForm] string? item) => ContinuationApp.EchoAsync(HttpContext, item);

    [HttpPost("now")]
    public Task<string> NowAsync([FromForm] string? item) => ContinuationApp.EchoAsync(HttpContext, item);
}
