using System.Globalization;
using System.Text;
using System.Xml;

namespace JobQueue.Jobs.Policy;

/// <summary>Durations as people write them: <c>90s</c>, <c>1h30m</c>, <c>PT5M</c>, <c>0</c>.</summary>
internal static class Duration
{
    internal const string Expected = "a duration like 90s, 5m, 1h30m or PT5M";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads a duration of at most 10,000 days; units go from the largest to the smallest, each at most once.</summary>
    internal static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
            return true;
        if (text.Length is 0 or > 40)
            return false;
        return text[0] is 'P' or 'p' ? TryIso(text, out duration) : TryUnits(text, out duration);
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads back; whole milliseconds.</summary>
    internal static string Print(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0";
        var text = new StringBuilder();
        foreach (var (unit, length) in Units)
        {
            var count = duration.Ticks / length.Ticks;
            duration -= length * count;
            if (count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }

        return text.ToString();
    }

    private static bool TryUnits(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var next = 0;
        for (var at = 0; at < text.Length;)
        {
            var digits = text.AsSpan(at).IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 9)
                return false;
            var count = int.Parse(text.AsSpan(at, digits), CultureInfo.InvariantCulture);
            at += digits;
            var letters = text.AsSpan(at).IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? text.AsSpan(at) : text.AsSpan(at, letters);
            at += unit.Length;
            var index = next;
            while (index < Units.Length && !unit.SequenceEqual(Units[index].Unit))
                index++;
            if (index == Units.Length || count > TimeSpan.FromDays(10_000) / Units[index].Length)
                return false;
            duration += Units[index].Length * count;
            next = index + 1;
        }

        return true;
    }

    private static bool TryIso(string text, out TimeSpan duration)
    {
        try
        {
            duration = XmlConvert.ToTimeSpan(text.ToUpperInvariant());
            return duration >= TimeSpan.Zero && duration <= TimeSpan.FromDays(10_000);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            duration = TimeSpan.Zero;
            return false;
        }
    }
}
