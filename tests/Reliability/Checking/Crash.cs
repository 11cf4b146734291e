namespace JobQueue.Reliability.Checking;

/// <summary>An end of the process that it did not choose.</summary>
/// <param name="At">Not after it: just before the signal was sent.</param>
/// <param name="Restarted">When it was started anew; what the kernel had taken from the dead process was at its target by then.</param>
/// <param name="Ready">When it sent again; null where that is not known.</param>
internal sealed record Crash(DateTimeOffset At, DateTimeOffset Restarted, DateTimeOffset? Ready = null);
