using System.Collections.Immutable;

namespace JobQueue.Scheduler.Times;

/// <summary>What a schedule's text came to.</summary>
/// <param name="Schedule">The schedule; null exactly where there are errors.</param>
/// <param name="Errors">Every fault of the text.</param>
internal sealed record ScheduleResult(Schedule? Schedule, ImmutableArray<TextError> Errors);
