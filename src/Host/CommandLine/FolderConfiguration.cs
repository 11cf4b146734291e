namespace JobQueue.Host.CommandLine;

/// <summary>What <c>serve</c>, started in this folder, would be configured with.</summary>
internal static class FolderConfiguration
{
    internal static IConfiguration Read() => new ConfigurationBuilder()
        .SetBasePath(Environment.CurrentDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .Build();

    /// <summary>Whether a mail server is named; a file that cannot be read names none.</summary>
    internal static bool HasMailServer()
    {
        try
        {
            return Read()["JobQueue:Mail:Host"] is { Length: > 0 };
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
