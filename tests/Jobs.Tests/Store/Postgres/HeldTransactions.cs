using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store.Postgres;

internal static class HeldTransactions
{
    /// <summary>The transaction may do nothing for as long as a test likes: the server does not end it.</summary>
    internal static void HoldOpen(this LedgerConnection connection) =>
        connection.Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
}
