using JobQueue.Api.Continuations;
using JobQueue.Api.Guarding;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Asks before actions and Razor pages whether only runs may call them, and whether they may answer later.</summary>
internal sealed class ActionFilters : IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        options.Filters.Add(new RunsOnlyFilter());
        options.Filters.Add(new RespondAsyncFilter());
    }
}
