using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Scheduler;

/// <summary>What is sent now because somebody says so.</summary>
internal sealed partial class JobCommands
{
    /// <summary>Runs a recurring job now, or a one-time job before its time; the run's id.</summary>
    internal async Task<(CommandResult Result, string? RunId)> RunAsync(
        string id, string? who, string? reason, string? requestedBy = null, int depth = 0, string? scheduledBy = null)
    {
        if (await ledger.ReadAsync(connection => JobReads.Find(connection, id)) is { } job)
            return await RunRecurringAsync(job, who, reason, requestedBy, depth, scheduledBy);
        var now = await NowAsync();
        var result = await ledger.WriteAsync(connection => RunWrites.Advance(connection, id, who, reason, now, scheduledBy));
        if (result.Queue is { } woken)
            queue.Wake(woken);
        return (result.Result, id);
    }

    /// <summary>Sends the request of a run that is final once more, as a new one-time job, which is due now; that, as entered.</summary>
    internal async Task<(CommandResult Result, Run? Entered)> ReplayAsync(
        string runId, string? who, string? reason, string? requestedBy = null, int depth = 0, string? scheduledBy = null)
    {
        if (await ledger.ReadAsync(connection => RunReads.Find(connection, runId)) is not { } original)
            return (CommandResult.NotFound, null);
        if (!original.State.IsFinal())
            return (CommandResult.Conflict, null);
        var now = await NowAsync();
        var run = new Run
        {
            Id = RunId.New(now),
            Cause = RunCause.Replay,
            Due = now,
            Created = now,
            Request = original.Request,
            // The name stays the original's, and what one-time jobs do not have is left out.
            Policy = original.Policy with { Name = null, Jitter = TimeSpan.Zero },
            RequestedBy = requestedBy ?? original.RequestedBy,
            ReplayOf = original.Id,
            Identity = original.Identity,
            Depth = Math.Max(original.Depth, depth),
            IsConfined = original.IsConfined,
            ScheduledBy = scheduledBy,
        };
        var entered = await queue.EnterAsync(
            run,
            (connection, entry, owner) =>
            {
                EventRows.Add(connection, now, "replayed", original.JobId, original.Id, who, reason ?? $"as {run.Id}");
                return RunWrites.Add(connection, entry, owner) ? entry : null;
            },
            entry => entry is not null);
        return (CommandResult.Done, entered);
    }

    private async Task<(CommandResult Result, string? RunId)> RunRecurringAsync(
        RecurringJob job, string? who, string? reason, string? requestedBy, int depth, string? scheduledBy)
    {
        var now = await NowAsync();
        var run = Occurrences.RunOf(job, now, now) with
        {
            Cause = RunCause.Manual,
            RequestedBy = requestedBy ?? job.RequestedBy,
            Depth = Math.Max(job.Depth, depth),
            ScheduledBy = scheduledBy,
        };
        var entered = await queue.EnterAsync(
            run,
            (connection, entry, owner) =>
            {
                if (JobWrites.Lock(connection, job.Id) == JobState.Removed)
                    return Occurred.As(Occurrence.JobGone);
                var occurred = Turns.Enter(connection, entry, owner, isCaughtUp: false);
                if (occurred.What != Occurrence.Skipped)
                    EventRows.Add(connection, now, "run", job.Id, run.Id, who, reason);
                return occurred;
            },
            occurred => occurred.What == Occurrence.Entered,
            Locks.OfJob(job.Id));
        try
        {
            await queue.GiveUpAsync(entered, who);
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            // It is entered all the same, and goes when those whose place it takes are over.
        }

        return (Result(entered.What is Occurrence.Entered or Occurrence.Waits), run.Id);
    }
}
