using JobQueue.Api.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds JobQueue to the health checks of an app.</summary>
public static class JobQueueHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a check of JobQueue: unhealthy where it does not do what it should, as when the ledger's disk is full, a crontab is bad, the
    /// clock stands still or a queue is stuck; degraded where there are only warnings. The app has called <c>AddJobQueue</c>.
    /// </summary>
    /// <param name="builder">The app's health checks.</param>
    /// <param name="name">What the check is called. Default <c>jobqueue</c>.</param>
    /// <param name="failureStatus">What it is in place of unhealthy; null: unhealthy.</param>
    /// <param name="tags">By which checks are chosen; null for none.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> or <paramref name="name"/> is null.</exception>
    /// <example><code>builder.Services.AddHealthChecks().AddJobQueue();</code></example>
    public static IHealthChecksBuilder AddJobQueue(
        this IHealthChecksBuilder builder, string name = "jobqueue", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        return builder.AddCheck<JobQueueHealthCheck>(name, failureStatus, tags ?? []);
    }
}
