namespace JobQueue.Api.InProcess;

/// <summary>What is added to the number of threads that the pool starts at once. The pool is the process's; there may be several apps in it.</summary>
internal static class PoolMinimum
{
    private static readonly Lock Gate = new();
    private static int _without;
    private static int _added;
    private static int _set = -1;

    /// <summary>Adds so many, less where it is negative; what others have set meanwhile stays.</summary>
    internal static void Add(int threads)
    {
        if (threads == 0)
            return;
        lock (Gate)
        {
            ThreadPool.GetMinThreads(out var workers, out var completions);
            ThreadPool.GetMaxThreads(out var most, out _);
            if (workers != _set)
                _without = workers;
            _added += threads;
            _set = Math.Min(_without + _added, most);
            ThreadPool.SetMinThreads(_set, completions);
        }
    }
}
