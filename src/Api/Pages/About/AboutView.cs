namespace JobQueue.Api.Pages.About;

/// <summary>What runs here.</summary>
/// <param name="Version">Of JobQueue.</param>
/// <param name="Ledger">What the ledger is called.</param>
/// <param name="LedgerBytes">The size of its file, and of its log; null where it is in no file.</param>
/// <param name="Started">When the process began.</param>
/// <param name="ProcessId">Its id.</param>
/// <param name="Node">The name it has among those that work on the ledger.</param>
/// <param name="Runtime">.NET and its version.</param>
/// <param name="Platform">The operating system.</param>
/// <param name="Database">What the ledger is kept with, and its version.</param>
/// <param name="Retention">How much history is kept.</param>
internal sealed record AboutView(
    string Version, string Ledger, long? LedgerBytes, DateTimeOffset Started, int ProcessId, string Node, string Runtime, string Platform, string Database,
    RetentionOptions Retention);
