using JobQueue;

namespace Microsoft.AspNetCore.Http;

/// <summary>What a request knows of JobQueue.</summary>
public static class JobRunHttpContextExtensions
{
    /// <summary>
    /// The run this request is; null for any other, as all from the network are but those that a trusted JobQueue has signed.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public static JobRun? GetJobRun(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<IJobRunFeature>()?.Run;
    }
}
