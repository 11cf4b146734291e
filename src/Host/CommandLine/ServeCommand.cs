using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue serve</c>: the service.</summary>
internal static class ServeCommand
{
    internal const string Name = "serve";
    private const string DefaultUrls = "http://127.0.0.1:7070";

    internal static Verb Create()
    {
        var verb = new Verb(
            Name,
            "Run the jobs of the crontab and answer the API (the default verb)",
            "jobqueue serve --crontab jobs.crontab",
            "jobqueue serve --urls http://127.0.0.1:8080 --store sqlite:/var/lib/jobqueue/jobqueue.db");
        var crontab = verb.With(new Option<string[]>("--crontab")
        {
            Description = "A crontab; repeatable. Default: jobs.crontab in this folder, else the built-in example",
            HelpName = "FILE",
        });
        var store = verb.With(new Option<string>("--store")
        {
            Description = "sqlite:PATH or postgres:CONNECTION-STRING. Default: sqlite:jobqueue.db in this folder",
            HelpName = "STORE",
        });
        var urls = verb.With(Verb.Text("--urls", "URLS", $"Addresses to listen on. Default: {DefaultUrls}"));
        var settings = new Argument<string[]>("--SECTION:KEY=VALUE")
        {
            Description = "Settings for the configuration, like --JobQueue:MissedAfter=10m",
            Arity = ArgumentArity.ZeroOrMore,
        };
        settings.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !IsSetting(token.Value)) is { } unknown)
                result.AddError($"found \"{unknown.Value}\", expected an option or a setting like --JobQueue:MissedAfter=10m");
        });
        verb.Add(settings);
        verb.SetAction(async (parsed, cancellationToken) => (int)await RunAsync(
            new ServeOptions
            {
                Crontabs = parsed.GetValue(crontab) ?? [],
                Store = parsed.GetValue(store),
                Urls = parsed.GetValue(urls),
                Configuration = parsed.GetValue(settings) ?? [],
            },
            cancellationToken));
        return verb;
    }

    internal static async Task<ExitCode> RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateBuilder([.. options.Configuration]);
        builder.WebHost.UseUrls(options.Urls ?? builder.Configuration["urls"] ?? DefaultUrls);
        await using var app = builder.Build();
        app.MapEcho();
        await app.RunAsync(cancellationToken);
        return ExitCode.Done;
    }

    private static bool IsSetting(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) && word.Contains(':') && word.Contains('=');
}
