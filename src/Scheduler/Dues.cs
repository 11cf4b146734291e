namespace JobQueue.Scheduler;

/// <summary>Occurrences of a job that came due, in order.</summary>
/// <param name="Missed">Those that do not run, before all that do; null for none.</param>
/// <param name="Runs">Those that run.</param>
/// <param name="AreCaughtUp">Whether each waits for the one before it, instead of being skipped.</param>
internal sealed record Dues(Missed? Missed, IReadOnlyList<DateTimeOffset> Runs, bool AreCaughtUp);
