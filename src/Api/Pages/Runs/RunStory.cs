using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Runs;

/// <summary>All that is known of a run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Attempts">What is kept of its attempts, in order.</param>
/// <param name="Response">What came last; null where nothing did.</param>
/// <param name="Events">What was done to it, the newest first.</param>
/// <param name="Curl">Its request as a command; null where it makes none.</param>
internal sealed record RunStory(Run Run, IReadOnlyList<Attempt> Attempts, Response? Response, IReadOnlyList<JobEvent> Events, string? Curl)
{
    private const int MostEvents = 50;

    /// <summary>Reads it; null where there is no such run.</summary>
    internal static RunStory? Find(LedgerConnection ledger, string id)
    {
        if (NodeReads.Named(ledger, RunReads.Find(ledger, id)) is not { } run)
            return null;
        // A response with neither header fields nor body is all in the run's status.
        var response = RunReads.Response(ledger, id)
            ?? (run is { Status: > 0 and var status } && run.State.IsFinal() ? new Response { Status = status } : null);
        return new RunStory(run, AttemptRows.Of(ledger, run), response, EventRows.OfRun(ledger, id, MostEvents), Curl: null);
    }
}
