using System.Globalization;
using System.Security.Cryptography;

namespace JobQueue.Reliability.Recording;

/// <summary>A request of a run, as its target saw it.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Attempt">Which sending of it.</param>
/// <param name="Job">The job's name, or its id.</param>
/// <param name="Due">When it was planned for.</param>
/// <param name="At">When it came.</param>
/// <param name="Status">What it was answered with, or would have been.</param>
/// <param name="Body">A hash of the body it came with.</param>
/// <param name="Tag">The first segment of its path: who shares a recorder tells his by it.</param>
/// <param name="End">When its answer was ready, or its sender gone; null when its target did not live to see it, or does not say.</param>
internal sealed record Arrival(
    string RunId, int Attempt, string Job, DateTimeOffset Due, DateTimeOffset At, int Status, string Body = Arrival.NoBody,
    string Tag = Arrival.NoBody, DateTimeOffset? End = null)
{
    /// <summary>The hash where there is none.</summary>
    internal const string NoBody = "-";

    private const int HashBytes = 8;

    /// <summary>One line, as <see cref="Read"/> reads it; words without spaces.</summary>
    internal string Line => string.Join(' ', RunId, Attempt.ToString(CultureInfo.InvariantCulture), Job, Text(Due), Text(At),
        Status.ToString(CultureInfo.InvariantCulture), Body, Tag);

    internal static Arrival Read(string line)
    {
        var words = line.Split(' ');
        return new Arrival(
            words[0], Number(words[1]), words[2], Instant(words[3]), Instant(words[4]), Number(words[5]), words[6], words[7]);
    }

    /// <summary>The hash of a body.</summary>
    internal static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, HashBytes));

    internal static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    internal static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
