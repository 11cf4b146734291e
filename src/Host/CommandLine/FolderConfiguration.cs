using JobQueue.Api.Hosting;
using JobQueue.Api.InProcess;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;
using Microsoft.Extensions.Options;
using System.Security;

namespace JobQueue.Host.CommandLine;

/// <summary>What <c>serve</c>, started in this folder, would be configured with.</summary>
internal static class FolderConfiguration
{
    internal static IConfiguration Read() => new ConfigurationBuilder()
        .SetBasePath(Environment.CurrentDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddJsonFile($"appsettings.{EnvironmentName()}.json", optional: true)
        .AddEnvironmentVariables()
        .Build();

    // As the host has it: of both variables DOTNET_ENVIRONMENT is the stronger.
    private static string EnvironmentName() => new ConfigurationBuilder()
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables("DOTNET_")
        .Build()[HostDefaults.EnvironmentKey] ?? Environments.Production;

    /// <summary>The store that is said, else that of <c>serve</c>; null, and why, where it is none, or the settings cannot be read.</summary>
    internal static string? Store(string? said, out string? fault)
    {
        try
        {
            var store = said ?? LedgerKeys.ConfiguredStore(Read());
            fault = LedgerEngine.Fault(store) is { } unknown ? $"--store: {unknown}" : null;
            return fault is null ? store : null;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            fault = ConfigurationFault.Message(e);
            return null;
        }
    }

    /// <summary>
    /// What <c>serve</c> would read crontabs against; null, and why, where it refuses the settings. Where no users, or no targets, are
    /// configured, any is one: they may be elsewhere.
    /// </summary>
    internal static CrontabContext? ForCrontabs(out IReadOnlyList<string> faults)
    {
        try
        {
            var (options, inProcess) = (new JobQueueOptions(), new InProcessOptions());
            var configuration = Read();
            new JobQueueConfiguration(configuration).Configure(options);
            configuration.GetSection("JobQueue").Bind(inProcess);
            faults =
            [
                .. new TargetOptionsValidator().Validate(null, options).Failures ?? [],
                .. new TimeZoneValidator().Validate(null, options).Failures ?? [],
            ];
            if (faults.Count > 0)
                return null;
            var scheduling = JobQueueServiceCollectionExtensions.Scheduling(options, inProcess);
            return new CrontabContext
            {
                DefaultZone = scheduling.Zone,
                KnownUsers = scheduling.Users,
                Targets = options.Targets.Count == 0 ? null : scheduling.Targets,
                HasMailServer = scheduling.HasMailServer,
                ReadData = CrontabFiles.ReadData,
            };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or InvalidOperationException
            or SecurityException or OptionsValidationException)
        {
            faults = [.. ConfigurationFault.Messages(e)];
            return null;
        }
    }

    /// <summary>Whether keys are configured; a file that cannot be read has none.</summary>
    internal static bool HasKeys()
    {
        try
        {
            return Read().GetSection("JobQueue:Keys").GetChildren().Any();
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
