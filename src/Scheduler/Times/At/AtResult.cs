using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Times.At;

/// <summary>What the text of a one-time job's time came to: exactly one of the two.</summary>
/// <param name="Instant">The instant that was understood, in UTC.</param>
/// <param name="Error">Where understanding ended, and what could stand there.</param>
internal sealed record AtResult(DateTimeOffset? Instant, TextError? Error)
{
    /// <summary>Whether it is plain what was meant, though it is refused: no other reading is to be heard.</summary>
    internal bool IsFinal { get; init; }

    /// <summary>The column up to which the text was understood, where what stands before it is impossible; else 0.</summary>
    internal int Reached { get; init; }

    internal static AtResult Of(DateTimeOffset instant) => new(instant.ToUniversalTime(), null);

    internal static AtResult Fault(int column, ReadOnlySpan<char> found, string expected) => new(null, TextError.At(column, found, expected));

    /// <summary>The fault that what was understood is past.</summary>
    internal static AtResult Past(string text, TimeSpan ago)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(ago.TotalSeconds));
        var start = text.Length - text.AsSpan().TrimStart().Length;
        return Fault(start + 1, text.AsSpan().Trim(), $"a time to come: that was {Duration.Print(whole)} ago") with { IsFinal = true };
    }
}
