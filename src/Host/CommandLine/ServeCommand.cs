using System.CommandLine;
using System.Net.Sockets;
using System.Security.Cryptography;
using JobQueue.Api.Hosting;
using JobQueue.Host.Telemetry;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Loading;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue serve</c>: the service.</summary>
internal static class ServeCommand
{
    internal const string Name = "serve";
    private const string DefaultUrls = "http://127.0.0.1:7070";

    // Weaker than all other configuration: what people see is what JobQueue itself has to say.
    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.Extensions.Hosting"] = "None",
        ["Logging:LogLevel:Microsoft.Hosting.Lifetime"] = "Warning",
        ["Logging:LogLevel:Quartz"] = "Warning",
        ["AllowedHosts"] = "*",
    };

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
        }.Filled());
        var store = verb.With(new Option<string>("--store")
        {
            Description = "sqlite:PATH or postgres:CONNECTION-STRING. Default: sqlite:jobqueue.db in this folder",
            HelpName = "STORE",
        });
        var node = verb.With(Verb.Text(
            "--node", "NAME", "What people call this process among those that share the ledger. Default: the machine's name"));
        var urls = verb.With(Verb.Text("--urls", "URLS", $"Addresses to listen on. Default: {DefaultUrls}").Filled());
        var log = verb.With(Verb.Text(
            "--log", "KIND", $"How it logs: {LogOutput.Names}. Default: JobQueue:Log, else journal below systemd and console elsewhere"));
        log.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is { } said && !LogOutput.IsKnown(said))
                result.AddError($"--log: found \"{said}\", expected {LogOutput.Names}");
        });
        var verbose = verb.With(new Option<bool>("--verbose") { Description = "Log the end of every run, and what the web server has to tell" });
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
                Node = parsed.GetValue(node),
                Urls = parsed.GetValue(urls),
                Log = parsed.GetValue(log),
                IsVerbose = parsed.GetValue(verbose),
                Configuration = parsed.GetValue(settings) ?? [],
            },
            cancellationToken));
        return verb;
    }

    // The ledger is in the folder of appsettings.json: every write of it would wake whoever watches that folder.
    private const string ReadOnce = "--hostBuilder:reloadConfigOnChange=false";

    internal static async Task<ExitCode> RunAsync(ServeOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await using var app = Build(options);
            await RunAsync(app, cancellationToken);
            return (ExitCode)Environment.ExitCode;
        }
        catch (Exception e) when (IsOfAddress(e))
        {
            await Console.Error.WriteLineAsync($"{e.Message.TrimEnd('.')}. Name another address with --urls, like --urls http://127.0.0.1:8080, or where the configuration names this one.");
            return ExitCode.Refused;
        }
        catch (Exception e) when (e is LedgerException or CrontabException or IOException or UnauthorizedAccessException or SocketException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Refused;
        }
        catch (Exception e) when (e is OptionsValidationException or AggregateException { InnerException: OptionsValidationException }
            or InvalidOperationException or InvalidDataException or FormatException or ArgumentException
            or CryptographicException)
        {
            foreach (var message in ConfigurationFault.Messages(e))
                await Console.Error.WriteLineAsync(message);
            return ExitCode.Configuration;
        }
    }

    // Taken, or not one of this machine, or of ports that are root's.
    private static bool IsOfAddress(Exception e) => e is SocketException or IOException { InnerException: AddressInUseException or SocketException };

    private static async Task RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        // Asked for now: the services are gone when it has ended.
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop before it was up.
        }
    }

    private static WebApplication Build(ServeOptions options)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = [ReadOnce, .. options.IsVerbose ? LogOutput.Verbose : [], .. options.Configuration],
            ContentRootPath = Environment.CurrentDirectory,
        });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        var urls = options.Urls ?? builder.Configuration["urls"] ?? DefaultUrls;
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries))
            CheckUrl(url, options.Urls is null ? "urls" : "--urls");
        string[] addresses = [.. urls.Split(';'), .. Endpoints(builder.Configuration)];
        // Where there is no ledger there is no key in it, and none is made only to see that.
        Doors.CheckAddresses(addresses, hasKey: HasLedger(options, builder.Configuration) || builder.Configuration.GetSection("JobQueue:Keys").Exists());
        builder.WebHost.UseUrls(urls);
        LogOutput.Add(builder.Logging, options.Log ?? builder.Configuration["JobQueue:Log"]);
        // What signs sessions is as readable as the ledger beside it, and no more; to say so at each start helps nobody.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        if (OtlpSettings.Of(builder.Configuration) is { } telemetry)
            OtlpExport.Add(builder.Services, telemetry);
        builder.Services.AddJobQueue(jobs =>
        {
            jobs.IsHost = true;
            jobs.Addresses = addresses;
            jobs.BuiltInCrontab = BuiltInCrontab();
            jobs.Crontab = options.Crontabs.Count > 0 ? string.Join(';', options.Crontabs) : jobs.Crontab;
            jobs.Store = options.Store ?? jobs.Store;
            jobs.Node = options.Node ?? jobs.Node;
        });
        builder.Services.AddSystemd();
        var app = builder.Build();
        // Routing has no words for what is not there.
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages(
            page => TypedResults.Problem(statusCode: page.HttpContext.Response.StatusCode).ExecuteAsync(page.HttpContext)));
        app.MapEcho().AddEndpointFilter<IEndpointConventionBuilder, Doors>().Needs(Access.Runs);
        app.MapJobQueue("");
        return app;
    }

    /// <exception cref="FormatException">It is no address to listen on.</exception>
    private static void CheckUrl(string url, string setting)
    {
        try
        {
            BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new FormatException($"{setting}: found \"{url}\", expected an address to listen on, like {DefaultUrls}.");
        }
    }

    private static bool HasLedger(ServeOptions options, ConfigurationManager configuration) =>
        LedgerEngine.SqlitePath(options.Store ?? LedgerKeys.ConfiguredStore(configuration)) is not { } path || File.Exists(path);

    private static IEnumerable<string> Endpoints(ConfigurationManager configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();

    private static string BuiltInCrontab()
    {
        using var text = new StreamReader(typeof(ServeCommand).Assembly.GetManifestResourceStream("crontab.example")!);
        return text.ReadToEnd();
    }

    private static bool IsSetting(string word) =>
        word.StartsWith("--", StringComparison.Ordinal) && word.Contains(':') && word.Contains('=');
}
