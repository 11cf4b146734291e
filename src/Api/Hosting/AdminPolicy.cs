using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>The app's policy of those who are admins: <see cref="JobQueueOptions.AdminPolicy"/>.</summary>
internal sealed class AdminPolicy(IOptions<JobQueueOptions> options, IServiceProvider services)
{
    /// <exception cref="InvalidOperationException">The app has no policy of that name.</exception>
    internal async Task CheckAsync()
    {
        if (options.Value.AdminPolicy is not { } policy)
            return;
        if (services.GetService<IAuthorizationPolicyProvider>() is not { } policies || await policies.GetPolicyAsync(policy) is null)
            throw new InvalidOperationException($"JobQueue:AdminPolicy: found \"{policy}\", expected the name of a policy of AddAuthorization.");
    }

    /// <param name="user">The caller.</param>
    /// <param name="request">The services of its request.</param>
    internal async ValueTask<bool> IncludesAsync(ClaimsPrincipal user, IServiceProvider request) =>
        options.Value.AdminPolicy is { } policy
        && (await request.GetRequiredService<IAuthorizationService>().AuthorizeAsync(user, policy)).Succeeded;
}
