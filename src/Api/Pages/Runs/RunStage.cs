using JobQueue.Jobs;

namespace JobQueue.Api.Pages.Runs;

/// <summary>A part of the time from a run's due to its end.</summary>
/// <param name="Kind">One of <c>wait</c>, <c>send</c> and <c>lost</c>.</param>
/// <param name="Text">What went on.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it ended.</param>
internal sealed record RunStage(string Kind, string Text, DateTimeOffset From, DateTimeOffset To)
{
    internal TimeSpan Length => To - From;

    /// <summary>The stages in order, up to now where the run is not over; none where it is not due, or was never sent.</summary>
    internal static IReadOnlyList<RunStage> Of(Run run, IReadOnlyList<Attempt> attempts, DateTimeOffset now)
    {
        var stages = new List<RunStage>();
        var (at, number) = (run.Due, 0);
        if (run.Started is { } started)
            Until("wait", "waited to be sent", started);
        foreach (var attempt in attempts)
        {
            var isLost = attempt.Number > number + 1;
            Until(isLost ? "lost" : "wait", isLost ? "interrupted, and waited" : "waited for the next attempt", attempt.Sent);
            Until("send", $"attempt {attempt.Number}{Came(attempt)}", attempt.Finished ?? now);
            number = attempt.Number;
        }

        if (!run.State.IsFinal() || number > 0)
            Until("wait", "waits", run.Finished ?? now);
        return stages;

        void Until(string kind, string text, DateTimeOffset to)
        {
            if (to <= at)
                return;
            stages.Add(new RunStage(kind, text, at, to));
            at = to;
        }
    }

    private static string Came(Attempt attempt) => attempt switch
    {
        { Finished: null } => ", under way",
        { Status: 0 } => ": no response",
        { Status: { } status } => $": {status}",
        _ => "",
    };
}
