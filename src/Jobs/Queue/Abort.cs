namespace JobQueue.Jobs.Queue;

/// <summary>That an exchange was given up.</summary>
/// <param name="Cause">Who gave it up.</param>
/// <param name="Reason">Why, for people; null where nothing was said.</param>
internal readonly record struct Abort(AbortCause Cause, string? Reason = null);
