using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace JobQueue.Jobs.Policy;

/// <summary>How many runs of a queue may begin in any stretch of time.</summary>
/// <param name="Count">1 to 10,000.</param>
/// <param name="Per">The stretch: a second, a minute, an hour or a day.</param>
/// <example><c>10/s</c>, <c>100/m</c>, <c>500/h</c>, <c>1000/d</c></example>
internal sealed record Rate(int Count, TimeSpan Per)
{
    internal const string Expected = "a rate like 10/s, 100/m, 500/h or 1000/d, of 1 to 10000";
    private const int Most = 10_000;

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    internal static bool TryParse(string text, [NotNullWhen(true)] out Rate? rate)
    {
        var (count, unit) = text.Split('/') is [var before, var after] ? (before, after) : ("", "");
        var per = Units.FirstOrDefault(known => known.Unit == unit).Length;
        rate = per > TimeSpan.Zero && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most
            ? new Rate(number, per)
            : null;
        return rate is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}/{Units.First(known => known.Length == Per).Unit}");
}
