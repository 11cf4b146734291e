using JobQueue.Scheduler;

namespace JobQueue.Host.CommandLine;

/// <summary>When a spec is due.</summary>
/// <param name="Times">In their order, in UTC; empty exactly where there are errors.</param>
/// <param name="Errors">Every fault of the spec.</param>
internal sealed record DueTimes(IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<TextError> Errors);
