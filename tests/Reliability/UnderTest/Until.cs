using System.Diagnostics;

namespace JobQueue.Reliability.UnderTest;

/// <summary>Waits on what another process does: looks again and again, up to a limit, usually <see cref="JobQueueProcess.Limit"/>.</summary>
internal static class Until
{
    /// <summary>The limit where there may be much to do, or where the time it took is judged afterwards.</summary>
    internal static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>Ends when the look sees something; what it saw.</summary>
    /// <param name="what">What is waited for, for the failure's message.</param>
    /// <param name="look">Null: not yet.</param>
    /// <param name="limit">Null: the usual one.</param>
    /// <exception cref="InvalidOperationException">The limit passed.</exception>
    internal static async Task<T> SeenAsync<T>(string what, Func<Task<T?>> look, TimeSpan? limit = null)
        where T : class
    {
        var most = limit ?? JobQueueProcess.Limit;
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < most; await Task.Delay(BetweenLooks))
        {
            if (await look() is { } seen)
                return seen;
        }

        throw new InvalidOperationException($"waited {most.TotalSeconds} s in vain for {what}");
    }

    /// <summary>Ends when the condition holds.</summary>
    internal static Task TrueAsync(string what, Func<Task<bool>> holds, TimeSpan? limit = null) =>
        SeenAsync(what, async () => await holds() ? what : null, limit);

    /// <summary>Ends when the condition holds.</summary>
    internal static Task TrueAsync(string what, Func<bool> holds, TimeSpan? limit = null) =>
        TrueAsync(what, () => Task.FromResult(holds()), limit);

    /// <summary>Ends when the time has passed, for what must not happen meanwhile.</summary>
    internal static Task PassedAsync(TimeSpan time) => Task.Delay(time);
}
