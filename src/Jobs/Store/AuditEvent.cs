namespace JobQueue.Jobs.Store;

/// <summary>Who did what, when and why, with the job it was done to.</summary>
/// <param name="Seq">The ledger's own number, in order of entry.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="JobId">The recurring job; null for none.</param>
/// <param name="JobName">Its name, else its request; null for no job.</param>
/// <param name="RunId">The run; null for none.</param>
/// <param name="Who">Null: JobQueue itself.</param>
/// <param name="Reason">Why, or what of it is to be told; null for nothing.</param>
internal sealed record AuditEvent(
    long Seq, DateTimeOffset At, string Kind, string? JobId, string? JobName, string? RunId, string? Who, string? Reason);
