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

    public ClaimsPrincipal Principal => principal;

    /// <inheritdoc cref="Run.Depth"/>
    public int Depth => attempt.Depth;
}
