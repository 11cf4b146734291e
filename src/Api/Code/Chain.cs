using JobQueue.Api.InProcess;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Code;

/// <summary>Runs that make runs.</summary>
internal static class Chain
{
    /// <summary>How many runs may stand before one, each the maker of the next.</summary>
    internal const int MostDepth = 10;

    /// <summary>The depth of a job that is added during this request: 0, or one more than that of the run it is.</summary>
    /// <exception cref="InvalidOperationException">It is beyond <see cref="MostDepth"/>.</exception>
    internal static int DepthOfNext(HttpContext? context)
    {
        if (context?.Features.Get<IJobRunFeature>() is not JobRunFeature run)
            return 0;
        var depth = run.Attempt.Depth + 1;
        return depth <= MostDepth
            ? depth
            : throw new InvalidOperationException(
                $"A chain of {MostDepth} jobs, each the maker of the next, cannot go on: it looks like one without end.");
    }
}
