using System.Text.Json;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>Reports of a run that come in at a process which does not send it: the one that does is told.</summary>
internal sealed class DistantProgress(Ledger ledger)
{
    /// <summary>The attempt of a run that is in flight elsewhere and has this token; null where there is none.</summary>
    internal async Task<int?> FindAsync(string runId, string token) =>
        // The ledger is asked nothing for those who do not know a token.
        ledger.Cluster.IsShared && ProgressToken.AttemptOf(token, runId, ledger.Secret) is { } attempt
        && await ledger.ReadAsync(connection => RunReads.IsRunning(connection, runId, attempt))
            ? attempt
            : null;

    /// <summary>Passes a report on to the process that sends the run.</summary>
    internal Task PassOnAsync(string runId, int attempt, int percent, string? message) => ledger.WriteAsync(connection =>
    {
        connection.Notify(Notice.Progress, JsonSerializer.Serialize(new Report(runId, attempt, percent, message)));
        return true;
    });

    /// <summary>Has the attempt take a report that was passed on, where it is in flight here.</summary>
    internal static void Take(Dispatcher dispatcher, string argument)
    {
        // Of reports that were lost a later one tells.
        if (argument != Notice.All && JsonSerializer.Deserialize<Report>(argument) is { } report)
            dispatcher.ProgressOf(report.RunId, report.Attempt)?.Report(report.Percent, report.Message);
    }

    private sealed record Report(string RunId, int Attempt, int Percent, string? Message);
}
