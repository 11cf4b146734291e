using System.CommandLine;

namespace JobQueue.Host.CommandLine;

/// <summary>Where the server is, and by what right.</summary>
internal static class ApiOptions
{
    private const string DefaultServer = "http://127.0.0.1:7070";
    private const string ServerVariable = "JOBQUEUE_SERVER";
    private const string KeyVariable = "JOBQUEUE_KEY";

    internal static Option<string> Server() => new("--server")
    {
        Description = $"The server; {ServerVariable}, else {DefaultServer}",
        HelpName = "URL",
    };

    internal static Option<string> Key() => new("--key")
    {
        Description = $"The key for the server; {KeyVariable}, else none",
        HelpName = "KEY",
    };

    internal static string ServerOf(string? said) => SaidServerOf(said) ?? DefaultServer;

    /// <summary>Null where no server is named.</summary>
    internal static string? SaidServerOf(string? said) => said ?? Variable(ServerVariable);

    /// <summary>The key without the white space around it, as at the end of a file; null for none.</summary>
    internal static string? KeyOf(string? said) => (said ?? Variable(KeyVariable))?.Trim() is { Length: > 0 } key ? key : null;

    /// <summary>The server's address with a slash at its end; null when the text is none.</summary>
    internal static Uri? Address(string server) =>
        Uri.TryCreate(server.TrimEnd('/') + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
