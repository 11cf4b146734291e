namespace JobQueue.Reliability.Checking;

/// <summary>An end of the process that it did not choose, or a time in which it could not go on as the others of its cluster did.</summary>
/// <param name="At">Not after it: just before the signal was sent.</param>
/// <param name="Restarted">
/// When it was started anew; in a cluster, when what it had sent, or was still to send, was at its target at the latest.
/// </param>
/// <param name="Ready">
/// When it sent again: what is at its target before that may come from the dead process. Null where that is not known.
/// </param>
/// <param name="Process">Which of a cluster; null: the one there is, or all.</param>
internal sealed record Crash(DateTimeOffset At, DateTimeOffset Restarted, DateTimeOffset? Ready = null, int? Process = null);
