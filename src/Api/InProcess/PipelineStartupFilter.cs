using JobQueue.Api.Continuations;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.InProcess;

/// <summary>Captures the pipeline, and takes reserved header fields from every request that comes from the network.</summary>
internal sealed class PipelineStartupFilter(Pipeline pipeline, IOptions<JobQueueOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(everything =>
        {
            pipeline.Capture(everything);
            return context =>
            {
                RemoveReserved(context.Request.Headers);
                Arrival.Note(context, options.Value.MaxRespondAsyncBody);
                return everything(context);
            };
        });
        next(app);
    };

    internal static void RemoveReserved(IHeaderDictionary headers)
    {
        List<string>? reserved = null;
        foreach (var field in headers)
            if (RunHeaders.IsReserved(field.Key))
                (reserved ??= []).Add(field.Key);
        foreach (var name in reserved ?? [])
            headers.Remove(name);
    }
}
