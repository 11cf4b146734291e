using JobQueue.Jobs.Store;

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

    /// <summary>Whether a mail server is named; a file that cannot be read names none.</summary>
    internal static bool HasMailServer() => Says(configuration => configuration["JobQueue:Mail:Host"] is { Length: > 0 });

    /// <summary>Whether keys are configured; a file that cannot be read has none.</summary>
    internal static bool HasKeys() => Says(configuration => configuration.GetSection("JobQueue:Keys").GetChildren().Any());

    private static bool Says(Func<IConfiguration, bool> says)
    {
        try
        {
            return says(Read());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
