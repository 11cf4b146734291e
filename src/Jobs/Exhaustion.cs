namespace JobQueue.Jobs;

/// <summary>
/// There is no memory left. An exception then comes from any line, also from those that put things right: what this process knows of its runs may
/// be wrong. It ends as in a crash, and what it had in flight goes on from the ledger.
/// </summary>
internal static class Exhaustion
{
    /// <summary>Ends the process if that is what the failure says; else false. For filters: nothing is unwound or written before.</summary>
    internal static bool EndsProcess(Exception e)
    {
        if (e is OutOfMemoryException)
            Environment.FailFast("JobQueue has no memory left. What was in flight goes again after the next start.", e);
        return false;
    }

    /// <summary>The task; it ends the process where that is what it fails of. For those that nobody waits for, or that may leave something half done.</summary>
    internal static async Task GuardAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e) when (EndsProcess(e))
        {
            throw;
        }
    }

    /// <inheritdoc cref="GuardAsync"/>
    internal static async Task<T> GuardAsync<T>(Task<T> task)
    {
        await GuardAsync((Task)task);
        return await task;
    }
}
