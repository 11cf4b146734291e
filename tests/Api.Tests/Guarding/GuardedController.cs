using Microsoft.AspNetCore.Mvc;

namespace JobQueue.Api.Tests.Guarding;

[ApiController]
[Route("guarded/controller")]
public sealed class GuardedController : ControllerBase
{
    [HttpGet]
    public string Get() => "ran";
}
