using JobQueue.Api.InProcess;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Signatures;

/// <summary>
/// Lets the runs of a JobQueue elsewhere in as what they are: signed requests keep their reserved header fields and carry the run, all
/// others lose these fields.
/// </summary>
internal static class SignatureMiddleware
{
    /// <summary>As part of an app with JobQueue: what is not signed as it should be is any request from the network.</summary>
    internal static async Task AdmitAsync(HttpContext context, SignatureVerifier verifier)
    {
        if (SignatureVerifier.IsSigned(context.Request.Headers)
            && (await verifier.VerifyAsync(context.Request, context.RequestAborted)).Run is { } run)
            context.Features.Set<IJobRunFeature>(new SignedRunFeature(run));
        else
            PipelineStartupFilter.RemoveReserved(context.Request.Headers);
    }

    /// <summary>On its own: what is not signed as it should be is refused, and where that is required, what is not signed at all.</summary>
    internal static async Task InvokeAsync(HttpContext context, SignatureVerifier verifier, bool isRequired, RequestDelegate next)
    {
        var refusal = isRequired ? "it is not signed" : null;
        if (context.Features.Get<IJobRunFeature>() is not null)
        {
            refusal = null;
        }
        else if (SignatureVerifier.IsSigned(context.Request.Headers))
        {
            (var run, refusal) = await verifier.VerifyAsync(context.Request, context.RequestAborted);
            if (run is not null)
                context.Features.Set<IJobRunFeature>(new SignedRunFeature(run));
        }
        else
        {
            PipelineStartupFilter.RemoveReserved(context.Request.Headers);
        }

        await (refusal is null ? next(context) : Refuse(refusal).ExecuteAsync(context));
    }

    private static IResult Refuse(string reason) => Results.Problem(
        $"The request is refused: {reason}.", statusCode: StatusCodes.Status401Unauthorized, title: "Not signed by a known JobQueue");
}
