using System.Collections.Concurrent;
using JobQueue.Jobs.Metrics;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Queue;

/// <summary>Sends runs whose intent is in the ledger, and records what each came to.</summary>
internal sealed partial class Dispatcher(Ledger ledger, ISender sender, TimeProvider clock, Random chance, ILogger<Dispatcher> logger)
{
    private const string Unrecordable = "what it came to cannot be recorded: the log says why";

    private readonly ProgressLog _progress = new(ledger);
    private readonly ConcurrentDictionary<string, InFlight> _inFlight = new(StringComparer.Ordinal);

    internal int Count => _inFlight.Count;

    /// <summary>The queue of each run that is being sent.</summary>
    internal IEnumerable<string> Queues => _inFlight.Values.Select(run => run.Queue);

    /// <summary>How many runs of a queue were given up and are not over.</summary>
    internal int GivenUp(string queue) => _inFlight.Values.Count(run => run.Queue == queue && run.IsGivenUp);

    /// <summary>What an attempt of this run came to is in the ledger.</summary>
    internal event Action<string>? Recorded;

    /// <summary>Sends a run.</summary>
    /// <param name="run">In the ledger as running.</param>
    /// <param name="owner">Who it is owned by there: this process, at that time.</param>
    /// <param name="tellsOthers">Whether its end makes room in a queue for other processes.</param>
    /// <param name="hold">
    /// Called with the instant, by the clock of this machine, until which its response holds the queue back, before anybody can see what it came to.
    /// </param>
    /// <param name="over">Called when the exchange is over, after the write of what it came to was put on its way.</param>
    /// <returns>What was recorded, and the queue of a run that waited for this one; null when it could not be.</returns>
    internal async Task<(RunFinish? Finish, string? Follower)> SendAsync(
        Run run, string owner, bool tellsOthers, Action<DateTimeOffset> hold, Action over)
    {
        RunMetrics.Begin(run);
        using var inFlight = new InFlight(run, new AttemptProgress(run, ledger.Secret, _progress.Tell, _progress.Write, clock), clock);
        _inFlight[run.Id] = inFlight;
        Failpoint.Reach(Failpoint.AfterIntent);
        try
        {
            Task<(RunFinish? Finish, string? Follower)> recorded;
            try
            {
                var result = await ledger.Cluster.OwnsAsync(owner)
                    ? await ExchangeAsync(run, inFlight)
                    : new AttemptResult(AttemptEnd.NotSent, null, "not sent: another node has taken it over");
                Failpoint.Reach(Failpoint.BeforeCommit);
                var abort = inFlight.End();
                // Where it cannot be had, what is known has to do.
                _ = await ledger.Cluster.MeasureAsync();
                var skew = ledger.Cluster.SkewToCorrect;
                var finish = FinishOf(run, result, abort, clock.GetUtcNow() - skew);
                if (finish.HoldQueueUntil is { } until)
                    hold(until + skew);
                recorded = RecordAsync(run, owner, tellsOthers, finish with { Progress = inFlight.Progress.End() });
            }
            finally
            {
                over();
            }

            return await recorded;
        }
        finally
        {
            // It may be here once more by now: taken over from this process, while that was taken for dead.
            _inFlight.TryRemove(KeyValuePair.Create(run.Id, inFlight));
            inFlight.SetRecorded();
        }
    }

    /// <summary>
    /// Gives up a run in flight. When the task ends, the run is given up (true: nothing more is sent of it), or its attempt was over
    /// already and is recorded, or it is not in flight (false).
    /// </summary>
    internal async Task<bool> TryAbortAsync(string runId, Abort abort)
    {
        if (!_inFlight.TryGetValue(runId, out var inFlight))
            return false;
        if (inFlight.TryAbort(abort))
            return true;
        await inFlight.Recorded;
        return false;
    }

    /// <summary>A run in flight is not to be sent, if it has not been yet: it waits in the ledger again.</summary>
    internal void Withdraw(string runId)
    {
        if (_inFlight.TryGetValue(runId, out var inFlight))
            inFlight.Withdraw();
    }

    /// <summary>The same of the runs of a recurring job; where it is not removed but paused, not of those that are run by hand.</summary>
    internal void WithdrawJob(string job, bool isRemoved) => Withdraw(run => run.JobId == job && (isRemoved || !run.IsByHand));

    /// <summary>The same of all runs of a queue.</summary>
    internal void WithdrawQueue(string queue) => Withdraw(run => run.Queue == queue);

    /// <summary>The same of all.</summary>
    internal void WithdrawAll() => Withdraw(_ => true);

    private void Withdraw(Func<InFlight, bool> which)
    {
        foreach (var inFlight in _inFlight.Values.Where(which))
            inFlight.Withdraw();
    }

    /// <summary>The run with what its attempt has reported by now, where it is in flight here.</summary>
    internal Run Live(Run run) =>
        run.State == RunState.Running && _inFlight.TryGetValue(run.Id, out var inFlight)
            ? run with { Progress = inFlight.Progress.Last }
            : run;

    /// <summary>Where the attempt in flight of a run takes reports of who shows this token; null where there is none.</summary>
    internal AttemptProgress? ProgressFor(string runId, string token) =>
        _inFlight.TryGetValue(runId, out var inFlight) && inFlight.Progress.IsOpenTo(token) ? inFlight.Progress : null;

    /// <summary>Where this attempt of a run takes reports; null where it is not in flight.</summary>
    internal AttemptProgress? ProgressOf(string runId, int attempt) =>
        _inFlight.TryGetValue(runId, out var inFlight) && inFlight.Progress.Attempt == attempt ? inFlight.Progress : null;

    internal void AbortAll(AbortCause cause)
    {
        foreach (var inFlight in _inFlight.Values)
            inFlight.TryAbort(new Abort(cause));
    }

    private async Task<AttemptResult> ExchangeAsync(Run run, InFlight inFlight)
    {
        try
        {
            var attempt = new RunAttempt
            {
                RunId = run.Id,
                JobId = run.JobId ?? run.Id,
                JobName = run.JobName,
                Attempt = run.Attempt,
                Due = run.Due,
                Request = await RequestOfAsync(run),
                Target = run.Policy.Target,
                Identity = run.Identity,
                Depth = run.Depth,
                IsConfined = run.IsConfined,
                ScheduledBy = run.ScheduledBy,
                Progress = inFlight.Progress,
                Withdrawn = inFlight.Withdrawn,
            };
            // The wait for the ledger was not the endpoint's.
            inFlight.BeginTimeLimit();
            return await sender.SendAsync(attempt, inFlight.Aborted);
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            return new AttemptResult(AttemptEnd.NotSent, null, $"not sent: {e.Message}");
        }
        catch (Exception e)
        {
            Log.SenderThrew(logger, run.Id, e);
            return new AttemptResult(AttemptEnd.NoResponse, null, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private async Task<JobRequest> RequestOfAsync(Run run) => run is { JobId: not null, Policy.IsConditional: true }
        ? await ledger.ReadAsync(connection => ValidatorRows.Condition(connection, run))
        : run.Request;

    private RunFinish FinishOf(Run run, AttemptResult result, Abort? abort, DateTimeOffset now)
    {
        try
        {
            return Outcome.Of(run, result, abort, now, NextChance());
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            Log.NotRecordable(logger, run.Id, e);
            return NotRecordable(now, result.Status);
        }
    }

    private static RunFinish NotRecordable(DateTimeOffset now, int? status) =>
        new() { State = RunState.Failed, At = now, Status = status, Error = Unrecordable };

    private double NextChance()
    {
        lock (chance)
            return chance.NextDouble();
    }

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "The sender of run {Run} threw")]
        internal static partial void SenderThrew(ILogger logger, string run, Exception e);

        [LoggerMessage(18, LogLevel.Error, "What run {Run} came to cannot be recorded; it is recorded as failed")]
        internal static partial void NotRecordable(ILogger logger, string run, Exception e);
    }
}
