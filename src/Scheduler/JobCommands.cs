using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler;

/// <summary>What people and programs do to jobs and runs. What is begun is done whole, also when who asked for it is gone.</summary>
internal sealed partial class JobCommands(Ledger ledger, RunQueue queue, Recurring recurring, Waiting waiting, TimeProvider time)
{
    /// <summary>The time by which jobs are entered: this machine's, but for one that is too far off to be gone by.</summary>
    internal DateTimeOffset Now => ledger.Cluster.Now(time);

    /// <summary>The same, once it is certain how far that one is off.</summary>
    /// <exception cref="LedgerException">The ledger cannot be asked that now.</exception>
    internal async Task<DateTimeOffset> NowAsync() => await ledger.Cluster.MeasureAsync()
        ? Now
        : throw new LedgerException("the clock of this machine was set, and the database does not say how far it is off now") { IsPassing = true };

    /// <summary>Enters a one-time job, once for a key; its id, and the run as it was entered, null where it was not.</summary>
    internal async Task<(Added Result, string? Id, Run? Entered)> ScheduleOnceAsync(
        DateTimeOffset due, JobRequest request, JobPolicy policy, string? requestedBy, IdempotencyKey? key, string? who = null, int depth = 0,
        string? scheduledBy = null)
    {
        var run = OneTime(await NowAsync(), due, request, policy, requestedBy) with { Depth = depth, ScheduledBy = scheduledBy };
        return await EnterOnceAsync(run, key, (connection, id) =>
        {
            if (id == run.Id && Requested(run, who) is { } requested)
                EventRows.Add(connection, requested.At, requested.Kind, runId: id, who: who, reason: requested.Reason);
        });
    }

    /// <summary>That a one-time job was added by another than who asked for it; null where the run itself says who did.</summary>
    internal static JobEvent? Requested(Run run, string? who) =>
        run.RequestedBy is { } requestedBy && who is not null && who != requestedBy
            ? new JobEvent(run.Created, "requested", run.Id, who, $"for {requestedBy}")
            : null;

    /// <summary>A new one-time job, not entered yet.</summary>
    internal static Run OneTime(DateTimeOffset now, DateTimeOffset due, JobRequest request, JobPolicy policy, string? requestedBy) => new()
    {
        Id = RunId.New(now),
        JobName = policy.Name,
        Cause = RunCause.Schedule,
        Due = due,
        Created = now,
        Request = request,
        Policy = policy,
        RequestedBy = requestedBy,
        IsConfined = true,
    };

    /// <summary>Enters a one-time job, once for a key; its id, and the run as it was entered, null where it was not.</summary>
    /// <param name="run">From <see cref="OneTime"/>.</param>
    /// <param name="key">The client's key; null for none.</param>
    /// <param name="beside">What is written with it, given the id of the job that is there; null for nothing.</param>
    internal async Task<(Added Result, string? Id, Run? Entered)> EnterOnceAsync(
        Run run, IdempotencyKey? key, Action<LedgerConnection, string>? beside = null)
    {
        var locks = Locks.OfNew(key, run.JobName);
        if (run.Due <= run.Created)
            return await queue.EnterAsync(run, AddOnce, added => added.Result == Added.New, locks);
        var waits = run with { State = RunState.Scheduled, NotBefore = run.Due };
        var added = await ledger.WriteAsync(connection => AddOnce(connection, waits, null), locks);
        if (added.Result == Added.New)
            await waiting.NoteAsync(run.Due);
        return added;

        (Added Result, string? Id, Run? Entered) AddOnce(LedgerConnection connection, Run entry, string? owner)
        {
            var (result, id) = IdempotencyRows.AddOnce(connection, key, entry.Id, run.Created, () =>
                RunWrites.Add(connection, entry, owner));
            if (id is not null)
                beside?.Invoke(connection, id);
            return (result, id, result == Added.New ? entry : null);
        }
    }

    /// <summary>Enters a recurring job, once for a key; its id, and the job as it was entered, null where it was not.</summary>
    internal async Task<(Added Result, string? Id, RecurringJob? Entered)> ScheduleRecurringAsync(
        Schedule schedule,
        string timeZone,
        JobRequest request,
        JobPolicy policy,
        string? requestedBy,
        IdempotencyKey? key,
        string? who = null,
        int depth = 0)
    {
        var now = await NowAsync();
        var id = RunId.New(now);
        var job = new RecurringJob
        {
            Id = id,
            Identity = id,
            Schedule = schedule.Text,
            TimeZone = timeZone,
            Anchor = now,
            Source = RecurringJob.ApiSource,
            Fingerprint = id,
            Request = request,
            Policy = policy,
            RequestedBy = requestedBy,
            Created = now,
            Depth = depth,
        };
        var added = await ledger.WriteAsync(
            connection => IdempotencyRows.AddOnce(connection, key, id, now, () => JobWrites.Add(connection, job, who)), Locks.OfNew(key, policy.Name));
        if (added.Result != Added.New)
            return (added.Result, added.Id, null);
        await recurring.SetAsync(LiveJob.From(job, now)!, CancellationToken.None);
        return (added.Result, added.Id, job);
    }

    internal async Task<CommandResult> PauseAsync(string id, string? who, string? reason)
    {
        var now = await NowAsync();
        var result = await ledger.WriteAsync(
            connection => JobWrites.State(connection, id) is { } state
                ? Result(state != JobState.Removed && JobWrites.Pause(connection, id, who, reason, now))
                : RunWrites.SetPaused(connection, id, isPaused: true, who, reason, now).Result,
            Locks.OfJob(id));
        await queue.Queues.SettleAsync(id, isRemoved: false);
        return result;
    }

    /// <summary>Lets a paused job go on, and a removed one live again.</summary>
    internal async Task<CommandResult> ResumeAsync(string id, string? who, string? reason)
    {
        var now = await NowAsync();
        var (result, job, queues) = await ledger.WriteAsync<(CommandResult, RecurringJob?, List<string>)>(
            connection =>
            {
                if (JobReads.Find(connection, id) is not { } found)
                {
                    var (ofRun, queueOfRun) = RunWrites.SetPaused(connection, id, isPaused: false, who, reason, now);
                    return (ofRun, null, queueOfRun is null ? [] : [queueOfRun]);
                }

                if (found.State == JobState.Removed && found.Policy.Name is { } name && RunWrites.NameIsTaken(connection, name, found.Id))
                    return (CommandResult.Conflict, null, []);
                return (CommandResult.Done, found, JobWrites.Resume(connection, id, who, reason, now));
            },
            Locks.OfJob(id));
        if (job is { State: JobState.Removed } && LiveJob.From(job with { State = JobState.Active, Anchor = now }, now) is { } live)
            await recurring.SetAsync(live, CancellationToken.None);
        queues.ForEach(queue.Wake);
        if (job is not null)
            recurring.NoteChange();

        await ReleaseAsync();
        return result;
    }

    internal async Task<CommandResult> RemoveAsync(string id, string? who, string? reason)
    {
        var now = await NowAsync();
        var removed = await ledger.WriteAsync(
            connection => JobWrites.State(connection, id) is null ? (bool?)null : JobWrites.Remove(connection, id, who, reason, runId: null, now),
            Locks.OfJob(id));
        if (removed is null)
            return await CancelAsync(id, who, reason ?? "removed");
        await recurring.RemoveAsync(id);
        await queue.Queues.SettleAsync(id, isRemoved: true);
        return Result(removed.Value);
    }

    /// <summary>Cancels a run; conflict when it is final already.</summary>
    internal async Task<CommandResult> CancelAsync(string runId, string? who, string? reason) =>
        await queue.CancelAsync(runId, who, reason) switch
        {
            null => CommandResult.NotFound,
            RunState.Scheduled or RunState.Pending or RunState.Running => CommandResult.Done,
            _ => CommandResult.Conflict,
        };

    // What was resumed may have come due while it was held back.
    private async Task ReleaseAsync()
    {
        try
        {
            await waiting.ReleaseAsync();
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            // It is resumed all the same, and the alarm tries again.
            await waiting.NoteAsync(time.GetUtcNow());
        }
    }

    private static CommandResult Result(bool isDone) => isDone ? CommandResult.Done : CommandResult.Conflict;
}
