using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Scheduler;

namespace JobQueue.Api.Pages;

/// <summary>What is asked for by a button.</summary>
/// <param name="Commands">Do it.</param>
/// <param name="Id">Of the job or run.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Why">The reason; null for none.</param>
/// <param name="Trace">The trace context of the request.</param>
internal readonly record struct Asked(JobCommands Commands, string Id, Caller Caller, string? Why, string? Trace);

/// <summary>A button beside a job or run.</summary>
/// <param name="Path">Where its form posts to.</param>
/// <param name="What">What has the id.</param>
/// <param name="Conflict">Why it cannot be done now.</param>
/// <param name="DoAsync">Does it; the id of a run that came of it, which is then shown, null for none.</param>
internal sealed record ActionButton(string Path, string What, string Conflict, Func<Asked, Task<(CommandResult Result, string? Run)>> DoAsync)
{
    /// <summary>Whether it makes runs, of which there may be only so many one after the other.</summary>
    public bool MakesRuns { get; init; }
}
