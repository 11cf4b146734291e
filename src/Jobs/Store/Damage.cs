using System.Text.Json;

namespace JobQueue.Jobs.Store;

/// <summary>What is said of a ledger that is damaged.</summary>
internal static class Damage
{
    internal const string Advice = "Restore it from a backup";

    /// <summary>What a value that cannot be read says of the ledger; null for any other failure.</summary>
    internal static LedgerException? Of(Exception e) => e is FormatException or JsonException or InvalidCastException or OverflowException
        ? new LedgerException($"the ledger is damaged: a value of it cannot be read ({e.Message}). {Advice}.", e)
        : null;
}
