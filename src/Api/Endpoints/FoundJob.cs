using System.Text.Json.Nodes;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;

namespace JobQueue.Api.Endpoints;

/// <summary>A job with what is shown of it when it is asked for alone.</summary>
/// <param name="Recurring">The recurring job that it is; null for a one-time job.</param>
/// <param name="OneTime">The one-time job that it is, as its run; null for a recurring job.</param>
internal sealed record FoundJob(RecurringJob? Recurring, Run? OneTime)
{
    private const int MostEvents = 20;

    /// <summary>The last run of a recurring job that was sent; null for none.</summary>
    public Run? Last { get; init; }

    /// <summary>Its last events, the newest first.</summary>
    public IReadOnlyList<JobEvent> Events { get; init; } = [];

    internal string Id => Recurring?.Id ?? OneTime!.Id;

    internal static FoundJob? Find(LedgerConnection ledger, string idOrName)
    {
        var (recurring, run) = JobLookup.Find(ledger, idOrName);
        if (recurring is not { } job)
            return run is null ? null : new FoundJob(null, run) { Events = EventRows.OfRun(ledger, run.Id, MostEvents) };
        return new FoundJob(job, null) { Last = RunReads.Last(ledger, job.Id), Events = EventRows.OfJob(ledger, job.Id, MostEvents) };
    }

    /// <summary>It, once it is held back or goes on.</summary>
    internal FoundJob Switched(bool isPaused) => this with
    {
        Recurring = Recurring is null ? null : Recurring with { State = isPaused ? JobState.Paused : JobState.Active },
        OneTime = OneTime is null ? null : OneTime with { IsPaused = isPaused },
    };

    internal JsonObject Document(Recurring live, SchedulerOptions options)
    {
        var document = Recurring is null ? JobDocument.Of(OneTime!, options) : JobDocument.Of(Recurring, live.NextDue(Id), Last);
        document["events"] = new JsonArray([.. Events.Select(Of)]);
        return document;
    }

    private static JsonObject Of(JobEvent what) => new()
    {
        ["at"] = JobDocument.Text(what.At),
        ["kind"] = what.Kind,
        ["runId"] = what.RunId,
        ["who"] = what.Who,
        ["reason"] = what.Reason,
    };
}
