using System.Security.Claims;

namespace JobQueue;

/// <summary>
/// The app's say on who a run is when it is sent: whether the user may still run it, and with which claims. Register one as a service of
/// any lifetime; it is taken from the services of the run's request. Without one, a run is who it was when it was kept or configured.
/// </summary>
/// <example><code>builder.Services.AddScoped&lt;IJobUserResolver, CurrentRoles&gt;();</code></example>
public interface IJobUserResolver
{
    /// <summary>Called before each attempt in process of a run that has a user; not for anonymous ones.</summary>
    /// <param name="principal">The kept principal of the caller, or the configured user's with its roles and claims.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancelled when the run is, is out of time, or the app stops.</param>
    /// <returns>
    /// Who the run is, <paramref name="principal"/> itself for no change; null refuses: the endpoint is not called, and the run has failed
    /// with status 403. What it throws fails the attempt with status 0, which is tried again where the policy says so.
    /// </returns>
    ValueTask<ClaimsPrincipal?> ResolveAsync(ClaimsPrincipal principal, JobRun run, CancellationToken cancellationToken);
}
