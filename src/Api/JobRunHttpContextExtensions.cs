using JobQueue;

namespace Microsoft.AspNetCore.Http;

/// <summary>What a request knows of JobQueue.</summary>
public static class JobRunHttpContextExtensions
{
    /// <summary>The run this request is; null for a request from the network.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public static JobRun? GetJobRun(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IJobRunFeature>()?.Run;
    }
}
