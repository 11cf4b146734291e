using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JobQueue.Api.Health;

/// <summary>The health of JobQueue among that of the app: with problems it has failed, with warnings alone it is degraded.</summary>
internal sealed class JobQueueHealthCheck(SharedReport report) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = await report.ReadAsync();
        var status = problems.IsEmpty ? HealthStatus.Healthy
            : problems[0].IsWarning ? HealthStatus.Degraded
            : context.Registration.FailureStatus;
        var description = problems.IsEmpty ? null : string.Join(" | ", problems.Select(problem => problem.Line));
        return new HealthCheckResult(status, description, data: Data(problems));
    }

    // There may be several queues of which the same is to be said.
    private static Dictionary<string, object> Data(ImmutableArray<Problem> problems) =>
        problems.GroupBy(problem => problem.Code)
            .ToDictionary(kind => kind.Key, kind => (object)kind.Select(problem => problem.Text).ToArray());
}
