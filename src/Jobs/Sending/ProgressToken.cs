using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Sending;

/// <summary>Who shows it may report from outside how far an attempt is. All processes that work on the ledger know it.</summary>
internal static class ProgressToken
{
    private const int Bytes = 16;

    /// <summary>128 bits in hex, that nobody can guess who has not the ledger's secret.</summary>
    internal static string Of(Run run, byte[] secret) => Convert.ToHexStringLower(
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(FormattableString.Invariant($"progress {run.Id} {run.Attempt}"))).AsSpan(0, Bytes));

    /// <summary>Whether it is that of the attempt.</summary>
    internal static bool Is(string token, Run run, byte[] secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Of(run, secret)), Encoding.UTF8.GetBytes(token));
}
