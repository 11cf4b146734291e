using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Store;

/// <summary>What is to be told of the end of a run, and of a job that is overdue: entered in the transaction that records it.</summary>
internal static class Notices
{
    private const string Results = "('succeeded', 'failed', 'timed_out', 'quarantined')";
    private const string Failures = "('failed', 'timed_out', 'quarantined')";

    /// <summary>Whether the end of a run with this policy is anybody's business: most are nobody's, and cost nothing.</summary>
    internal static bool AreAskedFor(JobPolicy policy) => policy is not { MailTo: null, OnFailure: null, ExpectEvery: null };

    /// <summary>A run is final.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="run">The run as it is now.</param>
    internal static void OfEnd(LedgerConnection ledger, Run run)
    {
        var policy = run.Policy;
        if (!AreAskedFor(policy) || !run.State.IsResult())
            return;
        var now = run.Finished!.Value;
        var wasOverdue = policy.ExpectEvery is not null && run is { JobId: { } job, State: RunState.Succeeded }
            && ExpectationRows.NoteSuccess(ledger, job, now);
        var before = Before(ledger, run);
        var end = new RunEnd(run, before, wasOverdue, before?.IsFailure() == true ? FailuresBefore(ledger, run) : 0);
        if (wasOverdue)
            EventRows.Add(ledger, now, "well again", run.JobId, run.Id, reason: "it was overdue");
        // A recovery from being overdue is one from a failure, though runs may have succeeded before.
        if (MailDecision.Of(policy.MailOn, run.State, wasOverdue ? RunState.Failed : before) is { } kind)
            Enter(ledger, policy, now, kind, MailSubject.Of(end), run.JobId ?? run.Id, run.Id);
        if (policy.OnFailure is { } request && (run.State.IsFailure() || end.IsRecovery))
            Enter(ledger, AlertRun.Of(end, request, now));
    }

    /// <summary>A job is overdue.</summary>
    internal static void OfOverdue(LedgerConnection ledger, RecurringJob job, Expectation expectation, DateTimeOffset now)
    {
        EventRows.Add(ledger, now, "overdue", job.Id, reason: expectation.Reason);
        if (job.Policy.MailOn != MailOn.Never)
            Enter(ledger, job.Policy, now, MailKind.Alert, MailSubject.OfOverdue(job, expectation.Every), job.Id, runId: null);
        if (job.Policy.OnFailure is { } request)
            Enter(ledger, AlertRun.OfOverdue(job, expectation, request, now));
    }

    private static void Enter(
        LedgerConnection ledger, JobPolicy policy, DateTimeOffset now, MailKind kind, string subject, string jobId, string? runId)
    {
        if (policy.MailTo is not { } to || ledger.Outbox.From is not { } from)
            return;
        foreach (var address in MailAddresses.Split(to))
            MailRows.Enter(ledger, new Mail
            {
                Id = RunId.New(now),
                Kind = kind,
                RunId = runId,
                JobId = jobId,
                To = address,
                From = policy.MailFrom ?? from,
                Subject = subject,
                Created = now,
                NotBefore = now,
            });
        ledger.Outbox.NoteMail();
        ledger.Notify(Notice.Mail, jobId);
    }

    private static void Enter(LedgerConnection ledger, Run alert)
    {
        RunRows.Insert(ledger, alert, owner: null);
        ledger.Outbox.NoteRun();
    }

    private static RunState? Before(LedgerConnection ledger, Run run) =>
        run.JobId is not null && ledger.Scalar(
            $"""
            SELECT state FROM runs WHERE job_id = @job AND job_id IS NOT NULL AND state IN {Results} AND id <> @id
            ORDER BY seq DESC LIMIT 1
            """,
            ("@job", run.JobId), ("@id", run.Id)) is string word
            ? Word.Parse<RunState>(word)
            : null;

    private static int FailuresBefore(LedgerConnection ledger, Run run) => run.JobId is null ? 0 : (int)(long)ledger.Scalar(
        $"""
        SELECT count(*) FROM (
            SELECT 1 FROM runs
            WHERE job_id = @job AND job_id IS NOT NULL AND state IN {Failures} AND id <> @id
              AND seq > coalesce((SELECT seq FROM runs WHERE job_id = @job AND job_id IS NOT NULL AND state = 'succeeded' AND id <> @id
                                  ORDER BY seq DESC LIMIT 1), 0)
            LIMIT {RunEnd.MostFailures}) AS failures
        """,
        ("@job", run.JobId), ("@id", run.Id))!;
}
