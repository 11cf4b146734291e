using System.Security.Claims;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.InProcess;

/// <summary>The run of a request and its principal.</summary>
internal sealed class JobRunFeature(RunAttempt attempt, ClaimsPrincipal principal) : IJobRunFeature
{
    public JobRun Run { get; } =
        new(attempt.RunId, attempt.JobId, attempt.JobName, attempt.Attempt, attempt.Due, attempt.Request.User)
        {
            Progress = attempt.Progress,
        };

    /// <summary>Who the run is; the app may say that it is another.</summary>
    public ClaimsPrincipal Principal { get; set; } = principal;

    public RunAttempt Attempt => attempt;

    /// <inheritdoc cref="Run.Depth"/>
    public int Depth => attempt.Depth;

    /// <summary>Whether its request came from outside, and was kept to be answered later.</summary>
    public bool IsKept => KeptRequest.Is(attempt.Request);
}
