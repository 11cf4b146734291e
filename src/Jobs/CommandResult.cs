namespace JobQueue.Jobs;

/// <summary>What came of a command.</summary>
internal enum CommandResult
{
    Done,

    /// <summary>There is nothing of that id.</summary>
    NotFound,

    /// <summary>Its state does not allow it.</summary>
    Conflict,
}
