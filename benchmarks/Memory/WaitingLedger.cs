using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Benchmarks.Memory;

/// <summary>A ledger with many one-time jobs that wait, as the API would have entered them.</summary>
internal static class WaitingLedger
{
    private const int RowsInTransaction = 10_000;

    // Not before the measurement is over; then evenly, over a year.
    private static readonly TimeSpan First = TimeSpan.FromDays(1);
    private static readonly TimeSpan Span = TimeSpan.FromDays(364);

    internal static async Task FillAsync(string path, int jobs)
    {
        await using var ledger = Ledger.Open(path, NullLogger.Instance);
        var now = TimeProvider.System.GetUtcNow();
        for (var from = 0; from < jobs; from += RowsInTransaction)
        {
            var (first, count) = (from, Math.Min(RowsInTransaction, jobs - from));
            await ledger.WriteAsync(connection =>
            {
                foreach (var number in Enumerable.Range(first, count))
                    RunRows.Insert(connection, Job(now, now + First + Span * ((double)number / jobs)), owner: null);
                return true;
            });
        }
    }

    private static Run Job(DateTimeOffset now, DateTimeOffset due) => new()
    {
        Id = RunId.New(now),
        State = RunState.Scheduled,
        Due = due,
        NotBefore = due,
        Created = now,
        Request = new JobRequest { Method = "GET", Uri = "/echo" },
    };
}
