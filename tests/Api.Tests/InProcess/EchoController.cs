using Microsoft.AspNetCore.Mvc;

namespace JobQueue.Api.Tests.InProcess;

public sealed record Order(string Product, int Count);

[ApiController]
[Route("controller")]
public sealed class EchoController : ControllerBase
{
    [HttpPost("{id:int}")]
    public ActionResult<object> Post(int id, [FromQuery] string[] tag, Order order) => new { id, tag, order };

    [HttpPost("small")]
    [RequestSizeLimit(10)]
    public async Task<string> SmallAsync()
    {
        using var reader = new StreamReader(Request.Body);
        return await reader.ReadToEndAsync();
    }
}
