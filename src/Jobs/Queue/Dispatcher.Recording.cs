using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Queue;

/// <summary>What runs came to goes into the ledger, and is told.</summary>
internal sealed partial class Dispatcher
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private async Task<(RunFinish? Finish, string? Follower)> RecordAsync(Run run, string owner, bool tellsOthers, RunFinish finish)
    {
        while (true)
        {
            try
            {
                var (isOurs, follower) = await ledger.WriteInGroupAsync(
                    connection =>
                    {
                        // Or may go on elsewhere.
                        if (tellsOthers || finish is { State: RunState.Pending, NotBefore: null })
                            connection.Notify(Notice.Wake, run.Policy.Queue);
                        return RunEnds.FinishInGroup(connection, run, owner, finish);
                    },
                    Locks.OfJob(run.JobId));
                Failpoint.Reach(Failpoint.AfterCommit);
                if (!isOurs)
                {
                    Log.FenceBroken(logger, run.Id, run.Attempt);
                    return default;
                }

                Tell(run, finish);
                Recorded?.Invoke(run.Id);
                return (finish, follower);
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                Log.NotRecordedYet(logger, run.Id, e);
                await Task.Delay(BetweenTries, clock);
            }
            catch (LedgerException) when (ledger.IsClosed)
            {
                // It says so itself, where it has broken: the run goes again after the next start.
                return default;
            }
            catch (Exception e) when (!Exhaustion.EndsProcess(e) && finish.Error == Unrecordable)
            {
                Log.NotRecorded(logger, run.Id, e);
                return default;
            }
            catch (Exception e)
            {
                Log.NotRecordable(logger, run.Id, e);
                finish = NotRecordable(finish.At, finish.Status);
            }
        }
    }

    private void Tell(Run run, RunFinish finish)
    {
        if (finish.State is RunState.Failed or RunState.TimedOut)
            Log.Failed(
                logger, run.Id, JobTitle.Of(run), finish.State, run.Attempt, finish.Status,
                finish is { Error: { } error, IsErrorOfResponse: false } ? error : "its response may say why");
        else if (logger.IsEnabled(LogLevel.Debug))
            Log.Ended(logger, run.Id, JobTitle.Of(run), finish.State, run.Attempt, finish.Status);
        if (finish.Next?.Refusal is { } refusal)
            Log.NotFollowed(logger, run.Id, JobTitle.Of(run), refusal);
        if (run.JobId is not null && finish.Disposition is Disposition.Remove or Disposition.Pause)
            Log.Disposed(logger, run.Id, JobTitle.Of(run), finish.Disposition.Value, finish.Status);
    }

    private static partial class Log
    {
        [LoggerMessage(23, LogLevel.Error, "Nothing can be recorded of run {Run}: it stays as running until this process ends")]
        internal static partial void NotRecorded(ILogger logger, string run, Exception e);

        [LoggerMessage(11, LogLevel.Error, "Attempt {Attempt} of run {Run} is not this process's any more; its result is not recorded")]
        internal static partial void FenceBroken(ILogger logger, string run, int attempt);

        [LoggerMessage(13, LogLevel.Warning, "Run {Run} of {Job}: {State} on attempt {Attempt} with status {Status}: {Error}")]
        internal static partial void Failed(ILogger logger, string run, string job, RunState state, int attempt, int? status, string error);

        [LoggerMessage(19, LogLevel.Debug, "Run {Run} of {Job}: {State} after attempt {Attempt} with status {Status}")]
        internal static partial void Ended(ILogger logger, string run, string job, RunState state, int attempt, int? status);

        [LoggerMessage(14, LogLevel.Warning, "Run {Run} of {Job}: {Disposition}, for status {Status}")]
        internal static partial void Disposed(ILogger logger, string run, string job, Disposition disposition, int? status);

        [LoggerMessage(15, LogLevel.Warning, "Run {Run} of {Job}: {Refusal}")]
        internal static partial void NotFollowed(ILogger logger, string run, string job, string refusal);

        [LoggerMessage(12, LogLevel.Warning, "The result of run {Run} cannot be recorded yet")]
        internal static partial void NotRecordedYet(ILogger logger, string run, Exception e);
    }
}
