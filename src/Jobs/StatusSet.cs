using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace JobQueue;

/// <summary>A set of HTTP status codes, and of 0: no response.</summary>
/// <example><c>0</c>, <c>404</c>, <c>400-599</c>, <c>5xx</c>, <c>4xx,!429</c>, <c>none</c></example>
public sealed class StatusSet : IEquatable<StatusSet>
{
    internal const string Expected = "statuses like 0, 404, 400-599, 5xx or 4xx,!429";
    private const int Highest = 599;

    private readonly ImmutableArray<bool> _contains;
    private readonly string _text;

    private readonly int _count;

    private StatusSet(ImmutableArray<bool> contains, string text) =>
        (_contains, _text, _count) = (contains, text, contains.Count(contained => contained));

    /// <summary>The empty set.</summary>
    public static StatusSet None { get; } = new([.. new bool[Highest + 1]], "none");

    /// <summary>Whether <paramref name="status"/> is in the set; false outside 0 to 599.</summary>
    public bool Contains(int status) => status is >= 0 and <= Highest && _contains[status];

    /// <summary>Reads a set: items separated by commas, an item with <c>!</c> takes away. Empty text and "none" are the empty set.</summary>
    /// <exception cref="FormatException">The text is not a status set.</exception>
    public static StatusSet Parse(string text) =>
        TryParse(text, out var set) ? set : throw new FormatException($"found \"{text}\", expected {Expected}");

    /// <summary>Reads a set as <see cref="Parse"/> does; false where that throws.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out StatusSet? set)
    {
        ArgumentNullException.ThrowIfNull(text);
        set = text is "" or "none" ? None : null;
        if (set is not null)
            return true;
        var contains = new bool[Highest + 1];
        var items = text.Split(',', StringSplitOptions.TrimEntries);
        foreach (var item in items)
        {
            var isTaken = item.StartsWith('!');
            if (!TryRange(isTaken ? item[1..] : item, out var first, out var last))
                return false;
            Array.Fill(contains, !isTaken, first, last - first + 1);
        }

        set = new StatusSet([.. contains], string.Join(',', items));
        return true;
    }

    /// <summary>The set as it was written.</summary>
    public override string ToString() => _text;

    /// <inheritdoc/>
    public bool Equals(StatusSet? other) => other is not null && _count == other._count && _contains.AsSpan().SequenceEqual(other._contains.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as StatusSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _count;

    private static bool TryRange(string item, out int first, out int last)
    {
        if (item is [>= '1' and <= '5', 'x' or 'X', 'x' or 'X'])
        {
            first = (item[0] - '0') * 100;
            last = first + 99;
            return true;
        }

        var dash = item.IndexOf('-', StringComparison.Ordinal);
        last = 0;
        return TryStatus(dash < 0 ? item : item[..dash], out first)
            && TryStatus(dash < 0 ? item : item[(dash + 1)..], out last)
            && first <= last;
    }

    private static bool TryStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status)
        && (status == 0 ? text == "0" : status is >= 100 and <= Highest);
}
