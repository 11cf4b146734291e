using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Sending;

/// <summary>Who shows it may report from outside how far an attempt is. All processes that work on the ledger know it.</summary>
internal static class ProgressToken
{
    private const int Bytes = 16;

    /// <summary>The number of the attempt, and 128 bits in hex that nobody can guess who has not the ledger's secret.</summary>
    internal static string Of(Run run, byte[] secret) => Of(run.Id, run.Attempt, secret);

    /// <summary>Whether it is that of the attempt.</summary>
    internal static bool Is(string token, Run run, byte[] secret) => AttemptOf(token, run.Id, secret) == run.Attempt;

    /// <summary>The attempt of a run that it is of, which may be over; null where it is of none.</summary>
    internal static int? AttemptOf(string token, string runId, byte[] secret) =>
        int.TryParse(token.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt)
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(runId, attempt, secret)), Encoding.UTF8.GetBytes(token))
            ? attempt
            : null;

    private static string Of(string runId, int attempt, byte[] secret)
    {
        var mark = HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(FormattableString.Invariant($"progress {runId} {attempt}")));
        return FormattableString.Invariant($"{attempt}-{Convert.ToHexStringLower(mark.AsSpan(0, Bytes))}");
    }
}
