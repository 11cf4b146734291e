using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Hosting;

/// <summary>What an endpoint of JobQueue asks of its caller. One that says nothing is for admins.</summary>
/// <param name="Role">The least role; null: none, so that strangers come in, too.</param>
internal sealed record Access(Role? Role)
{
    /// <summary>For anyone: it tells strangers nothing, or has a secret of its own.</summary>
    internal static readonly Access Anyone = new((Role?)null);

    internal static readonly Access Viewer = new(Jobs.Keys.Role.Viewer);
    internal static readonly Access Operator = new(Jobs.Keys.Role.Operator);
    internal static readonly Access Admin = new(Jobs.Keys.Role.Admin);

    /// <summary>For runs, and for viewers on addresses of this machine.</summary>
    internal static readonly Access Runs = new(Jobs.Keys.Role.Viewer) { IsForRuns = true };

    /// <summary>For viewers, and for programs of theirs that know passwords only.</summary>
    internal static readonly Access Feed = new(Jobs.Keys.Role.Viewer) { TakesPassword = true };

    /// <summary>Whether a key may come as the password of HTTP Basic.</summary>
    public bool TakesPassword { get; init; }

    /// <summary>Whether any run comes in, and from other machines nothing else.</summary>
    public bool IsForRuns { get; init; }
}

/// <summary>Says what endpoints ask.</summary>
internal static class AccessExtensions
{
    /// <summary>What the request's endpoint asks.</summary>
    internal static Access Access(this HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Access>() ?? Hosting.Access.Admin;

    internal static T Needs<T>(this T endpoints, Access access)
        where T : IEndpointConventionBuilder => endpoints.WithMetadata(access);
}
