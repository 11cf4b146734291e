using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>
/// A ledger that cannot take anything now is a 503, with the time to try again: nothing was stored; where nobody knows, a 504. A request that
/// cannot be read is 4xx.
/// </summary>
internal sealed class FailuresAsProblems : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException e)
        {
            return Results.Problem(e.Message, statusCode: e.StatusCode, title: "The request cannot be read");
        }
        catch (InvalidDataException e)
        {
            return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest, title: "The form cannot be read");
        }
        catch (LedgerException e)
        {
            return Of(context.HttpContext, e);
        }
    }

    internal static IResult Of(HttpContext context, LedgerException e)
    {
        if (e.IsInDoubt)
            return Results.Problem(
                $"{e.Message}.", statusCode: StatusCodes.Status504GatewayTimeout, title: "Nobody knows yet whether it is stored");
        context.Response.Headers.RetryAfter = "5";
        return Results.Problem(e.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "The ledger takes nothing now");
    }
}
