using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Which jobs a caller may add, beyond what its role says of the endpoint.</summary>
internal static class JobRights
{
    /// <summary>Why the caller may not add the job; null where it may.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="job">What for.</param>
    /// <param name="users">As whom jobs may run; null for anybody.</param>
    internal static IResult? Refusal(Caller caller, NewJob job, IReadOnlySet<string>? users)
    {
        if (caller.Role < Role.Admin && job.Request.User is { } user && user != caller.Name)
            return Problems.Forbidden("user", $"Only an admin may have a job run as \"{user}\"; leave user out{OrYourself(caller, users)}.");
        if (caller.Role < Role.Admin && job.RequestedBy is { } other && other != caller.Name)
            return Problems.Forbidden("requested-by", "Only an admin may say that another asked for a job; leave requestedBy out.");
        return TooDeep(caller);
    }

    private static string OrYourself(Caller caller, IReadOnlySet<string>? users) =>
        caller.Name is { } name && users?.Contains(name) != false ? ", or name yourself" : "";

    /// <summary>Why a run may make no more runs; null where it may, or where the caller is none.</summary>
    internal static IResult? TooDeep(Caller caller) => caller.Depth > Run.MostDepth
        ? Problems.Conflict(
            $"Jobs that create jobs: {Run.MostDepth} runs stand before this one, each the maker of the next, and no more may.", "depth")
        : null;
}
