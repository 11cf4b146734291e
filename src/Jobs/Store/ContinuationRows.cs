using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>continuations</c>: a run may have several tokens, and the ledger knows none of them, only their hashes.</summary>
internal static class ContinuationRows
{
    internal static void Add(LedgerConnection ledger, string token, string runId) =>
        ledger.Execute(
            "INSERT INTO continuations (token, run) SELECT @token, seq FROM runs WHERE id = @id", ("@token", Hash(token)), ("@id", runId));

    /// <summary>The run of a token; null where there is none, or none any more.</summary>
    internal static Run? Find(LedgerConnection ledger, string token) =>
        ledger.First(
            $"SELECT {RunRows.Columns} FROM runs WHERE seq = (SELECT run FROM continuations WHERE token = @token)",
            RunRows.Read, ("@token", Hash(token)));

    internal static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
