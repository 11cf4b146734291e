namespace JobQueue.Reliability;

/// <summary>What a scenario takes for granted; when it does not hold, the scenario has failed.</summary>
internal static class Expect
{
    /// <exception cref="InvalidOperationException">They differ.</exception>
    internal static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new InvalidOperationException($"{what} was {actual}, not {expected}");
    }
}
