using System.Security.Claims;

namespace JobQueue.Api.InProcess;

/// <summary>The principal a run has.</summary>
internal static class RunIdentity
{
    /// <summary>Authentication type of runs' identities, and the scheme's name where none is asked for.</summary>
    internal const string AuthenticationType = "JobQueue";

    /// <summary>A principal of that name with its configured roles and claims; for null an anonymous one.</summary>
    internal static ClaimsPrincipal Principal(string? user, IReadOnlyDictionary<string, JobUser> users)
    {
        if (user is null)
            return new ClaimsPrincipal(new ClaimsIdentity());
        var identity = new ClaimsIdentity(AuthenticationType);
        identity.AddClaim(new Claim(identity.NameClaimType, user));
        if (users.GetValueOrDefault(user) is { } configured)
        {
            identity.AddClaims(configured.Roles.Select(role => new Claim(identity.RoleClaimType, role)));
            identity.AddClaims(configured.Claims.Select(claim => new Claim(claim.Key, claim.Value)));
        }

        return new ClaimsPrincipal(identity);
    }
}
