namespace JobQueue.Scheduler.Clock;

/// <summary>How many triggers were brought in line with the jobs.</summary>
/// <param name="Added">There was none.</param>
/// <param name="Replaced">There was another, or one that was not due any more.</param>
/// <param name="Removed">There was no job.</param>
internal readonly record struct Reconciled(int Added, int Replaced, int Removed);
