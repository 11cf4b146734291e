namespace JobQueue.Jobs.Tests.Store;

/// <summary>What holds of a ledger, whatever it is kept with.</summary>
public abstract class StoreConformance
{
    /// <summary>A store of its own; null for a file of SQLite.</summary>
    protected abstract Task<string?> NewStoreAsync();

    internal async Task<LedgerFixture> NewFixtureAsync() => new(await NewStoreAsync());
}
