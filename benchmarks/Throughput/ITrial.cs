using Quartz;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>An empty place for the rows of one measurement, gone after it.</summary>
internal interface ITrial : IAsyncDisposable
{
    /// <summary>Another one for each trial.</summary>
    string Name { get; }

    /// <summary>The ledger that is to be measured, as <c>--store</c> has it.</summary>
    string Store { get; }

    /// <summary>The bare loop's.</summary>
    IBareLedger OpenBare();

    /// <summary>Has Quartz keep its rows here.</summary>
    void Keep(IPersistentStoreBuilder store);
}
