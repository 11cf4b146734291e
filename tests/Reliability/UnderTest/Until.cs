using System.Diagnostics;

namespace JobQueue.Reliability.UnderTest;

/// <summary>Waits on what another process does: looks again and again, up to <see cref="JobQueueProcess.Limit"/>.</summary>
internal static class Until
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(25);

    /// <summary>Ends when the look sees something; what it saw.</summary>
    /// <param name="what">What is waited for, for the failure's message.</param>
    /// <param name="look">Null: not yet.</param>
    /// <exception cref="InvalidOperationException">The limit passed.</exception>
    internal static async Task<T> SeenAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < JobQueueProcess.Limit; await Task.Delay(BetweenLooks))
        {
            if (await look() is { } seen)
                return seen;
        }

        throw new InvalidOperationException($"waited {JobQueueProcess.Limit.TotalSeconds} s in vain for {what}");
    }

    /// <summary>Ends when the condition holds.</summary>
    internal static Task TrueAsync(string what, Func<Task<bool>> holds) =>
        SeenAsync(what, async () => await holds() ? what : null);

    /// <summary>Ends when the condition holds.</summary>
    internal static Task TrueAsync(string what, Func<bool> holds) => TrueAsync(what, () => Task.FromResult(holds()));

    /// <summary>Ends when the time has passed, for what must not happen meanwhile.</summary>
    internal static Task PassedAsync(TimeSpan time) => Task.Delay(time);
}
