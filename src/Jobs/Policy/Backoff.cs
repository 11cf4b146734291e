namespace JobQueue.Jobs.Policy;

/// <summary>How long a run waits for its next attempt.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// 5 s doubled with each failure, at most 1 h, times 0.8 to 1.2: about 5 s, 10 s, 20 s, 40 s ... and 1 h from the eleventh on.
    /// A longer <paramref name="retryAfter"/> is honoured up to 1 h.
    /// </summary>
    /// <param name="failure">The failure it waits after, from 1.</param>
    /// <param name="chance">From 0 to 1, drawn anew each time.</param>
    /// <param name="retryAfter">What the response asked for; null for nothing.</param>
    internal static TimeSpan After(int failure, double chance, TimeSpan? retryAfter)
    {
        var doubled = First * Math.Pow(2, Math.Min(failure - 1, 20));
        var wait = (doubled < Longest ? doubled : Longest) * (0.8 + (0.4 * chance));
        return retryAfter is not { } asked || asked <= wait ? wait
            : asked < Longest ? asked : Longest;
    }
}
