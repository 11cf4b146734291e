using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times.At;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Code;

/// <summary>What code asks for, on the way to the ledger.</summary>
internal sealed class CodeJobs(
    JobCommands commands, Dispatcher dispatcher, Ledger ledger, SchedulerOptions options, IHttpContextAccessor context) : IJobQueue
{
    public Task<Job> EnqueueAsync(JobRequest request, JobPolicy? policy, CancellationToken cancellationToken) =>
        AddAsync(null, request, policy ?? JobPolicy.Default, cancellationToken);

    public Task<Job> ScheduleAsync(string at, JobRequest request, JobPolicy? policy, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(at);
        return AddAsync(at, request, policy ?? JobPolicy.Default, cancellationToken);
    }

    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } run
        && await commands.CancelAsync(run.Id, Requester(), reason: null) == CommandResult.Done;

    public async Task<Job?> GetAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken) is { } run ? Job(dispatcher.Live(run)) : null;

    private async Task<Job> AddAsync(string? at, JobRequest request, JobPolicy policy, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        cancel.ThrowIfCancellationRequested();
        request = Own(request);
        CodeJobCheck.Check(request, policy, options);
        var now = await commands.NowAsync();
        var run = JobCommands.OneTime(now, at is null ? now : Due(at, policy, now), request, policy, Requester()) with
        {
            Depth = Chain.DepthOfNext(context.HttpContext),
            ScheduledBy = AskingTrace.Of(context.HttpContext),
        };
        var (result, _, entered) = await commands.EnterOnceAsync(run, key: null);
        return result == Added.New
            ? Job(entered!)
            : throw new InvalidOperationException(
                $"Another job that is not done, or a line of a crontab, has the name \"{policy.Name}\": cancel it, or take another name.");
    }

    // Its first attempt is sent from memory, when the caller may have gone on with what it gave.
    private static JobRequest Own(JobRequest request) =>
        request with { Headers = [.. request.Headers ?? []], Body = request.Body.ToArray() };

    private DateTimeOffset Due(string at, JobPolicy policy, DateTimeOffset now)
    {
        var zone = policy.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : options.Zone;
        var read = AtTime.Parse(at, now, zone);
        return read.Instant ?? throw new ArgumentException(CaretText.Of(read.Error!, at), nameof(at));
    }

    private Task<Run?> FindAsync(string idOrName, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(idOrName, "id");
        cancel.ThrowIfCancellationRequested();
        return ledger.ReadAsync(connection => JobLookup.Find(connection, idOrName).OneTime);
    }

    // In a run, the job that asks; in a request, its user.
    private string? Requester() =>
        context.HttpContext is not { } request ? null
        : request.GetJobRun() is { } run ? run.JobName ?? run.JobId
        : request.User.Identity?.Name;

    private static Job Job(Run run) => new()
    {
        Id = run.Id,
        Name = run.JobName,
        State = run.State,
        IsPaused = run.IsPaused,
        Due = run.Due,
        NotBefore = run.NotBefore,
        Attempt = run.Attempt,
        Status = run.Status,
        Error = run.Error,
        Progress = run.Progress is { } progress ? new JobProgress(progress.Percent, progress.Message) : null,
        Created = run.Created,
        Started = run.Started,
        Finished = run.Finished,
    };
}
