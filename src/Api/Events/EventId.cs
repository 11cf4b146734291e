using System.Globalization;

namespace JobQueue.Api.Events;

/// <summary>Ids of events: which process told it, by its start, and the place in its feed, as <c>638000000000000000-42</c>.</summary>
/// <param name="Start">The start of the process, in ticks of UTC.</param>
/// <param name="Place">The number of the event.</param>
internal readonly record struct EventId(long Start, long Place)
{
    /// <summary>The id of this text; null for any other.</summary>
    internal static EventId? Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var place)
            ? new EventId(start, place)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Start}-{Place}");
}
