using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JobQueue.Benchmarks.Processes;

/// <summary>What a server costs at least: Kestrel, and <c>POST /empty</c>, which reads the body and does nothing. Run by the benchmarks.</summary>
internal static class EmptyApp
{
    internal const string Verb = "empty-app";
    internal const string Path = "/empty";

    internal static Command Create()
    {
        var command = new Command(Verb) { Hidden = true };
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task RunAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using var app = builder.Build();
        app.MapPost(Path, static context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));
        await app.StartAsync(cancellationToken);
        Console.Out.WriteLine($"Listening on {app.Urls.Single()};");
        await app.WaitForShutdownAsync(cancellationToken);
    }
}
