using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>Where a search in the run history goes on.</summary>
/// <param name="Seq">The <see cref="Run.Seq"/> of the last run that was looked at.</param>
/// <param name="Due">Its due, for a search that goes by due; null for one in the order of entry.</param>
/// <example><c>4711</c>, <c>4711-639000000000000000</c></example>
internal sealed record RunCursor(long Seq, DateTimeOffset? Due)
{
    internal static bool TryParse(string text, [NotNullWhen(true)] out RunCursor? cursor)
    {
        cursor = text.Split('-') switch
        {
            [var seq] when Number(seq) is { } number => new RunCursor(number, null),
            [var seq, var ticks] when Number(seq) is { } number && Number(ticks) is { } due && due <= DateTimeOffset.MaxValue.Ticks =>
                new RunCursor(number, new DateTimeOffset(due, TimeSpan.Zero)),
            _ => null,
        };
        return cursor is not null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seq}{(Due is { } due ? $"-{due.UtcTicks}" : "")}");

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
