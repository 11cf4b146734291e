using JobQueue.Api.Endpoints;
using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace JobQueue.Api.Hosting;

/// <summary>The door in an app: its policy, which has let in already whom it lets in; without one, in Development, this machine.</summary>
internal sealed class AppDoor(IHostEnvironment environment, AdminPolicy admins)
{
    internal static bool HasPolicy(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<IAuthorizeData>() is not null;

    internal async ValueTask<Entry> EnterAsync(HttpContext context)
    {
        var run = context.Features.Get<IJobRunFeature>();
        if (HasPolicy(context.GetEndpoint()))
        {
            var role = await admins.IncludesAsync(context.User, context.RequestServices) ? Role.Admin : Role.Operator;
            var name = context.User.Identity?.Name;
            return Entry.Of(run is null ? new Caller(name, name, role) : Caller.OfRun(run, name, role));
        }

        if (!environment.IsDevelopment())
            return Entry.Closed(Problems.Forbidden("policy", "JobQueue is mapped without a policy."));
        if (run is not null)
            return Entry.Closed(Problems.Forbidden("run", "A run is not the local machine; what it may do here is for a policy to say."));
        if (!Addresses.IsFromHere(context))
            return Entry.Closed(Problems.Forbidden("local", "JobQueue is open to its own machine only."));
        return Addresses.IsOwnName(context.Request.Host) ? Entry.Of(Caller.Local) : Entry.Closed(Problems.OtherHost(context.Request.Host.Host));
    }
}
