using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages;

/// <summary>A ledger that cannot take anything now, and a request that cannot be read, as pages.</summary>
internal sealed class FailuresAsPages : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (BadHttpRequestException e)
        {
            return ErrorPage.Of(e.StatusCode, "The request cannot be read", e.Message);
        }
        catch (InvalidDataException e)
        {
            return ErrorPage.Of(StatusCodes.Status400BadRequest, "The form cannot be read", e.Message);
        }
        catch (LedgerException e)
        {
            return ErrorPage.Of(StatusCodes.Status503ServiceUnavailable, "The ledger takes nothing now", e.Message);
        }
    }
}
