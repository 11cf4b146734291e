namespace JobQueue.Jobs.Store;

/// <summary>One-time jobs and retries that wait for their time, and are not held back.</summary>
/// <param name="Next">The soonest, without header fields and bodies.</param>
/// <param name="Dues">When, in order.</param>
internal sealed record WaitingRuns(IReadOnlyList<Run> Next, IReadOnlyList<DateTimeOffset> Dues)
{
    // The index that the alarm looks at.
    private const string Waiting = "FROM runs WHERE not_before IS NOT NULL AND paused = 0";

    /// <param name="ledger">A connection.</param>
    /// <param name="before">What waits for later is left out of the dues.</param>
    /// <param name="mostNext">The most runs.</param>
    /// <param name="mostDues">The most dues.</param>
    internal static WaitingRuns Read(LedgerConnection ledger, DateTimeOffset before, int mostNext, int mostDues) => new(
        ledger.All(
            $"SELECT {RunRows.ColumnsWithoutContent} {Waiting} ORDER BY not_before LIMIT @most", RunRows.Read, ("@most", mostNext)),
        ledger.All(
            $"SELECT not_before {Waiting} AND not_before < @before ORDER BY not_before LIMIT @most", row => InstantText.Parse(row.String(0)),
            ("@before", InstantText.Print(before)), ("@most", mostDues)));
}
