using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JobQueue.Reliability.Poison;

/// <summary><c>app</c>: an app with JobQueue in it, some of whose endpoints end the process or take all of its memory.</summary>
internal static class AppCommand
{
    internal const string Name = "app";

    /// <summary>By the last segment of <c>/end/...</c>.</summary>
    internal static readonly IReadOnlyDictionary<string, Action> Ends = new Dictionary<string, Action>
    {
        ["failfast"] = () => Environment.FailFast("an endpoint ended the process"),
        ["thread"] = () => new Thread(() => throw new InvalidOperationException("nobody catches this")).Start(),
        ["overflow"] = () => Overflow(0),
        ["exit"] = () => Environment.Exit(3),
    };

    private static readonly Option<string> Urls = new("--urls") { Required = true, Description = "where it listens" };

    internal static Command Create()
    {
        var command = new Command(Name, "an app with JobQueue in it, some of whose endpoints end the process") { Urls };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, over) => RunAsync(parsed.GetValue(Urls)!, [.. parsed.UnmatchedTokens], over));
        return command;
    }

    private static async Task RunAsync(string urls, string[] settings, CancellationToken over)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            ContentRootPath = Environment.CurrentDirectory,
            // Where MapJobQueue serves this machine without a policy.
            EnvironmentName = Environments.Development,
        });
        builder.WebHost.UseUrls(urls);
        builder.Services.AddJobQueue(options => options.Crontab = "jobs.crontab");
        var app = builder.Build();
        app.MapGet("/fine", () => "fine");
        app.MapPost("/echo", () => "fine");
        app.MapGet("/end/{how}", EndAsync);
        app.MapGet("/hoard/{how}", (string how, HttpContext context) => Hoards.All[how](context));
        app.MapJobQueue("");
        await app.RunAsync(over);
    }

    private static async Task EndAsync(string how, HttpContext context)
    {
        Ends[how]();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    private static int Overflow(int depth) => depth < 0 ? depth : Overflow(depth + 1) + Overflow(depth + 2);
}
