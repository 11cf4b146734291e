using JobQueue.Jobs;

namespace JobQueue.Api.Pages.Crontab;

/// <summary>A line of a crontab, with its mark.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">As it stands there.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Job">The job that it is; null for none, and where it is not in force yet.</param>
/// <param name="Faults">What is wrong with it, and doubtful.</param>
internal sealed record LineView(int Number, string Text, LineKind Kind, LineJob? Job, IReadOnlyList<LineFault> Faults);

/// <summary>The job of a line.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">Where it is.</param>
/// <param name="Next">Its next due; null for none.</param>
internal sealed record LineJob(string Id, JobState State, DateTimeOffset? Next);

/// <summary>A fault, or a doubt, of a line.</summary>
/// <param name="Column">Where, from 1.</param>
/// <param name="Message">What.</param>
/// <param name="IsWarning">Whether it is read nevertheless.</param>
internal sealed record LineFault(int Column, string Message, bool IsWarning);
