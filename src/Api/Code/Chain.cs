using JobQueue.Api.InProcess;
using JobQueue.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Code;

/// <summary>Runs that make runs.</summary>
internal static class Chain
{
    /// <summary>The depth of a job that is added during this request: 0, or one more than that of the run it is.</summary>
    /// <exception cref="InvalidOperationException">It is beyond <see cref="Run.MostDepth"/>.</exception>
    internal static int DepthOfNext(HttpContext? context)
    {
        if (context?.Features.Get<IJobRunFeature>() is not JobRunFeature run)
            return 0;
        var depth = run.Depth + 1;
        return depth <= Run.MostDepth
            ? depth
            : throw new InvalidOperationException(
                $"A chain of {Run.MostDepth} jobs, each the maker of the next, cannot go on: it looks like one without end.");
    }
}
