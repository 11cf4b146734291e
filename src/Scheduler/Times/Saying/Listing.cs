namespace JobQueue.Scheduler.Times.Saying;

/// <summary>Several things in one sentence.</summary>
internal static class Listing
{
    // Two values that follow each other are said one by one; three are a stretch.
    private const int LeastStretch = 3;

    /// <summary><c>a</c>, <c>a and b</c>, <c>a, b and c</c></summary>
    internal static string Of(IReadOnlyList<string> items) => items.Count < 2
        ? string.Concat(items)
        : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}";

    /// <summary>Values with stretches taken together: <c>1, 5 to 9 and 20</c>.</summary>
    internal static string OfStretches(IReadOnlyList<int> values, Func<int, string> name)
    {
        var items = new List<string>();
        for (var at = 0; at < values.Count;)
        {
            var length = StretchFrom(values, at);
            if (length >= LeastStretch)
                items.Add($"{name(values[at])} to {name(values[at + length - 1])}");
            else
                items.AddRange(values.Skip(at).Take(length).Select(name));
            at += length;
        }

        return Of(items);
    }

    /// <summary>The values of a set of bits, in order.</summary>
    internal static IReadOnlyList<int> Values(ulong bits) => [.. Enumerable.Range(0, 64).Where(value => (bits >> value & 1) != 0)];

    /// <summary>Whether the values are one stretch without a gap.</summary>
    internal static bool IsStretch(IReadOnlyList<int> values) => StretchFrom(values, 0) == values.Count;

    private static int StretchFrom(IReadOnlyList<int> values, int at)
    {
        var length = 1;
        while (at + length < values.Count && values[at + length] == values[at] + length)
            length++;
        return length;
    }
}
