using JobQueue.Jobs;
using JobQueue.Jobs.Sending;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>The ledger's tables and statements, without the ledger.</summary>
internal interface IBareLedger : IDisposable
{
    /// <summary>One transaction: enters runs, writes results, and claims what is next. It is on disk when this returns.</summary>
    /// <param name="entering">New runs.</param>
    /// <param name="finishing">Runs that were claimed before, and their responses.</param>
    /// <param name="most">The most to claim.</param>
    /// <returns>The runs that were claimed.</returns>
    List<BareRun> Commit(IReadOnlyList<Run> entering, IReadOnlyList<(BareRun Run, Response Response)> finishing, int most);
}
