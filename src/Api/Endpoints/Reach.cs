using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;

namespace JobQueue.Api.Endpoints;

/// <summary>Where jobs of the API may go: to the app itself, to configured targets, and elsewhere where that is switched on.</summary>
internal sealed class Reach(SchedulerOptions options)
{
    private string Elsewhere => $"({options.Targets.Known}); other addresses need JobQueue:AllowFreeUrls";

    /// <summary>What is expected instead of a target; null where it may be called.</summary>
    internal string? TargetRefusal(string? target) =>
        target is not null && BaseUrl.IsAbsolute(target) && !options.AllowsFreeUrls
            ? $"the name of a configured target {Elsewhere}"
            : options.Targets.Refusal(target);

    /// <summary>What is expected instead of a well-formed URI beside a target; null where it may be requested.</summary>
    internal string? UriRefusal(string uri, string? target)
    {
        var named = options.Targets.Find(target);
        if (BaseUrl.IsAbsolute(uri))
            return options.AllowsFreeUrls || (named is not null && RunUri.IsBelow(named.BaseUrl, new Uri(uri)))
                ? null
                : $"a path, which goes to the app itself or to the job's target {Elsewhere}";
        return named is null || RunUri.TryResolveBelow(named.BaseUrl, uri, out _)
            ? null
            : $"a path that does not lead out of the target {target}";
    }
}
