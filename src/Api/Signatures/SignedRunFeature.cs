namespace JobQueue.Api.Signatures;

/// <summary>The run of a signed request of a JobQueue elsewhere. It says what the request is, and authenticates nobody.</summary>
internal sealed class SignedRunFeature(JobRun run) : IJobRunFeature
{
    public JobRun Run => run;
}
