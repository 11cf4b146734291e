using System.Collections.Immutable;
using System.Globalization;
using JobQueue.Api.Hosting;
using JobQueue.Api.InProcess;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Loading;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Health;

/// <summary>All that is not well, the worst first: for <c>/healthz</c>, for health checks, for people.</summary>
internal sealed class HealthReport(
    JobQueueLife life,
    Ledger ledger,
    CrontabLoader crontab,
    Recurring recurring,
    ClockStall clock,
    QueueHealth queues,
    Pipeline pipeline,
    IOptions<JobQueueOptions> options,
    TimeProvider time)
{
    internal static readonly Problem NotReady = new(
        "not-ready", "jobs are not sent: starting, stopping, or the ledger is broken", "see the log; a broken ledger wants a restart");

    // The writer may be waiting for another program for much longer.
    private static readonly TimeSpan MostOfProbe = TimeSpan.FromSeconds(2);

    /// <summary>Every problem, and after them every warning.</summary>
    internal async Task<ImmutableArray<Problem>> ReadAsync()
    {
        var problems = new List<Problem?>
        {
            life.IsReady ? null : NotReady,
            Refused(await RefusalAsync()),
            ClockOff(ledger.Cluster),
            BadCrontab(crontab.Status),
            Superseded(crontab.Status),
            DiskSpace.Look(ledger.File, options.Value.LowDiskBytes),
            StuckEndpoints(pipeline.Stuck),
        };
        // What does not send, or cannot write, is overdue for that reason.
        if (life.IsReady && ledger.Refusal is null)
            problems.AddRange(await InLedgerAsync());
        return [.. problems.OfType<Problem>().OrderBy(problem => problem.IsWarning)];
    }

    private async Task<IEnumerable<Problem?>> InLedgerAsync()
    {
        try
        {
            var alarm = await ledger.ReadAsync(Waiting.Earliest);
            var mails = await MailTrouble.ProblemsAsync(ledger, time.GetUtcNow());
            var due = Earlier(alarm, await recurring.EarliestDueAsync(ClockStall.After / 2));
            return [Stalled(clock.Look(due)), .. await queues.ReadAsync(), .. mails.Select(Mail)];
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            return [Refused(e.Message)];
        }
        catch (LedgerException e)
        {
            return [new Problem("ledger-unreadable", e.Message, "docs/ledger.md says how to save what can be read")];
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one < other || other is null ? one : other;

    // Of a ledger that nobody writes to meanwhile it is not known that it is back, nor of one in a file that it is gone.
    private async Task<string?> RefusalAsync()
    {
        if (ledger.Refusal is null && ledger.Cluster.IsShared)
            return null;
        try
        {
            await ledger.ProbeAsync().WaitAsync(MostOfProbe, TimeProvider.System);
        }
        catch (Exception e) when (e is LedgerException or TimeoutException)
        {
            // Said by the refusal, or by the end of the process.
        }

        return ledger.Refusal;
    }

    private Problem? Refused(string? refusal) => refusal is null
        ? null
        : new("ledger-refuses", refusal, ledger.Cluster.IsShared
            ? "see that the database runs, takes connections and has space: it goes on by itself"
            : "free space on the disk, or end what holds the file: it goes on by itself");

    internal static Problem? ClockOff(Cluster cluster) =>
        cluster.Hindrance is { } hindrance ? new("clock-off", hindrance, "set it right, as by NTP: until then this node takes no runs")
        : cluster.Skew.Duration() <= Cluster.LittleSkew ? null
        : new(
            "clock-off",
            string.Create(
                CultureInfo.InvariantCulture, $"the clock of this machine is off by {cluster.Skew.TotalSeconds:0.0} s from the database's"),
            "set it right, as by NTP: beyond 5 s this node takes no runs", IsWarning: true);

    private static Problem? BadCrontab(CrontabStatus status) => status.IsHealthy
        ? null
        : new(
            "crontab-bad", $"the crontab has {Number(status.Errors.Length)}, the schedule before it is in force: {status.Errors[0]}",
            "correct it and save it; all errors are at /api/crontab");

    private static string Number(int errors) => errors == 1 ? "an error" : $"{errors} errors";

    private static Problem? Superseded(CrontabStatus status) => status.Superseded is { } superseded
        ? new("crontab-superseded", $"the crontab is not in force: {superseded}", "save it anew to bring it into force", IsWarning: true)
        : null;

    private static Problem? Stalled(TimeSpan? overdue) => overdue is not { } by
        ? null
        : new(
            "clock-stalled",
            $"the clock stands still: something has been due for {Duration.Print(TimeSpan.FromSeconds((long)by.TotalSeconds))}",
            "restart, and report it with the log: this should not happen");

    private static Problem Mail(string what) =>
        new("mail", what, "look at JobQueue:Mail, and at the table mails of the ledger", IsWarning: true);

    private static Problem? StuckEndpoints(int stuck) => stuck == 0
        ? null
        : new(
            "endpoints-stuck", $"endpoints that go on although their run was given up: {stuck}",
            "let them watch HttpContext.RequestAborted; a restart ends them", IsWarning: true);
}
