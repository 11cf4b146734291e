using JobQueue.Api.Endpoints;
using JobQueue.Jobs;

namespace JobQueue.Api.Pages.Runs;

/// <summary>What a run has come to, in words.</summary>
internal static class RunWords
{
    private const string NothingMore = "nothing more will be sent";

    /// <summary>A line for lists; null where the state says it all.</summary>
    internal static string? Note(Run run) => run switch
    {
        { Count: > 1 } => $"{Show.Number(run.Count.Value)} occurrences: {run.Error}",
        { Error: null } => RunDocument.Note(run),
        _ => run.Error,
    };

    /// <summary>What the state means, and what happens next.</summary>
    internal static string State(Run run, DateTimeOffset now) => run.State switch
    {
        _ when run.IsPaused => "Held back by a pause: it goes on when that ends.",
        RunState.Scheduled => $"Not due yet: due in {Show.Span(run.Due - now)}.",
        RunState.Pending when run is { NotBefore: { } until, Attempt: > 0 } =>
            $"Waits for attempt {run.Attempt + 1}{Until(until, now)}: {Came(run)} on attempt {run.Attempt}.",
        RunState.Pending when run.Attempt > 0 => $"Waits to be sent again, as attempt {run.Attempt + 1}: {run.Error ?? Came(run)}.",
        RunState.Pending => $"Due: it waits for a place in the queue {run.Policy.Queue}, or for the run of its job before it.",
        RunState.Running => $"Attempt {run.Attempt} is under way{Since(run, now)}; it may take {Show.Span(run.Policy.Timeout)}.",
        RunState.Succeeded => $"Succeeded: {Came(run)}, {On(run)}.{NothingToDo(run)}",
        RunState.Failed => $"Failed: {Came(run)}, tried {Times(run.Attempt)}; {NothingMore}.",
        RunState.TimedOut =>
            $"Timed out: no whole response within {Show.Span(run.Policy.Timeout)}, tried {Times(run.Attempt)}; {NothingMore}.",
        RunState.Cancelled => $"Cancelled, {(run.Attempt == 0 ? "before it was sent" : $"on attempt {run.Attempt}")}; {NothingMore}.",
        RunState.Quarantined => $"Quarantined: the process ended {Times(run.Crashes)} while this run was under way, so the run may be what "
            + $"ends it; {NothingMore}, unless it is replayed.",
        RunState.Skipped => $"Not run: {Stretch(run)} came due while the job was busy or paused.",
        RunState.Missed => $"Not run: {Stretch(run)} came due while no JobQueue was there to run it, and the job's catch-up is "
            + $"{Word.Of(run.Policy.CatchUp)}.",
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.State, "a state without words"),
    };

    /// <summary>What the last attempt led to; null where there is nothing to tell.</summary>
    internal static string? Disposition(Run run) => run.Disposition switch
    {
        JobQueue.Jobs.Disposition.Retry =>
            $"The status is in retry-on {run.Policy.RetryOn}, and {run.Failures} of at most {Times(run.Policy.Retry)} it was tried again.",
        JobQueue.Jobs.Disposition.Remove when run.JobId is not null => $"The status is in remove-on {run.Policy.RemoveOn}: the job was removed.",
        JobQueue.Jobs.Disposition.Pause when run.JobId is not null => $"The status is in pause-on {run.Policy.PauseOn}: the job was paused.",
        JobQueue.Jobs.Disposition.Keep when run.JobId is not null => "The job stays as it is.",
        _ => null,
    };

    /// <summary>Why there is such a run.</summary>
    internal static string Cause(Run run) => run.Cause switch
    {
        RunCause.Schedule => run.IsOneTime ? "a one-time job" : "the job's schedule",
        RunCause.Manual => "asked for by hand",
        RunCause.Replay => "a replay of another run",
        RunCause.Link => "the Link of another run's response",
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.Cause, "a cause without words"),
    };

    private static string Came(Run run) => run.Status switch
    {
        null => run.Error ?? "no status",
        0 => "no response",
        { } status => $"{status}",
    };

    private static string On(Run run) => run.Attempt == 1 ? "at the first attempt" : $"on attempt {run.Attempt}";

    private static string NothingToDo(Run run) => RunDocument.Note(run) is { } note ? $" There was {note}." : "";

    private static string Until(DateTimeOffset until, DateTimeOffset now) => until > now ? $", in {Show.Span(until - now)}" : ", now";

    private static string Since(Run run, DateTimeOffset now) => RunTimes.Took(run, now) is { } took ? $" for {Show.Span(took)}" : "";

    private static string Stretch(Run run) => run.Count is > 1 and { } count ? $"{Show.Number(count)} occurrences" : "an occurrence";

    private static string Times(long count) => count == 1 ? "once" : $"{count} times";
}
