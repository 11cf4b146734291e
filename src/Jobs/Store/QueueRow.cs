namespace JobQueue.Jobs.Store;

/// <summary>A queue, as the ledger knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Running">Runs of it that are being sent.</param>
/// <param name="Pending">Runs of it that are due: they wait for a slot, or for the run of their job before them.</param>
/// <param name="IsPaused">Whether nothing of it is sent.</param>
/// <param name="Reason">Why it is paused; null where nobody said.</param>
/// <param name="NotBefore">A response asked for patience until then; null for none.</param>
internal sealed record QueueRow(string Name, long Running, long Pending, bool IsPaused, string? Reason, DateTimeOffset? NotBefore);
