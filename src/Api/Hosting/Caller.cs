using JobQueue.Api.InProcess;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Hosting;

/// <summary>Whom the door let in.</summary>
/// <param name="Who">What events say: a key's name, the app's user, <c>run ID</c>, <c>local</c>; null for a user without name.</param>
/// <param name="Name">Whom jobs may name as their user, and as who asked for them; null for nobody.</param>
/// <param name="Role">What it may do.</param>
internal sealed record Caller(string? Who, string? Name, Role Role)
{
    /// <summary>Whoever sits at this machine, where no key is needed.</summary>
    internal static readonly Caller Local = new(KeyName.Local, null, Role.Admin);

    /// <summary>How many runs stand before what the caller makes.</summary>
    public int Depth { get; init; }

    /// <summary>The caller of the request; null for a stranger.</summary>
    internal static Caller? Find(HttpContext context) => context.Features.Get<Caller>();

    /// <summary>The caller of a request for which the door asked for one.</summary>
    internal static Caller Of(HttpContext context) => Find(context) ?? throw new InvalidOperationException("the endpoint lets strangers in");

    /// <summary>A run, with the name and this role of its user. What a signed request says of its user is not signed, and no name.</summary>
    internal static Caller OfRun(IJobRunFeature run, string? name, Role role) =>
        new($"run {run.Run.RunId}", name, role) { Depth = ((run as JobRunFeature)?.Depth ?? 0) + 1 };

    /// <summary>What a run may do: the largest role of its user.</summary>
    internal static Role? RoleOf(IJobRunFeature run) => (run as JobRunFeature)?.Principal is { } user
        ? Enum.GetValues<Role>().Where(role => user.IsInRole(Word.Of(role))).Select(role => (Role?)role).LastOrDefault()
        : null;
}
