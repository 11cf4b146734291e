namespace JobQueue.Jobs.Keys;

/// <summary>What a caller of the API may do; each may do all that those before it may.</summary>
internal enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Adds, runs, pauses, resumes, removes, cancels and replays.</summary>
    Operator,

    /// <summary>Makes keys, and names other users than itself on a job.</summary>
    Admin,
}
