using Microsoft.Extensions.Logging.Console;

namespace JobQueue.Host.CommandLine;

/// <summary>How <c>serve</c> logs: the framework's own formatters, a line for each entry, to the standard output.</summary>
internal static class LogOutput
{
    private const string Journal = "journal";
    private const string JournalStream = "JOURNAL_STREAM";
    private const string StandardOutput = "/proc/self/fd/1";

    private static readonly (string Name, Action<ILoggingBuilder> Add)[] Kinds =
    [
        ("console", logging => logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fffzzz ";
        })),
        ("json", logging => logging.AddJsonConsole(console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        })),
        // sd-daemon(3): <N> before a line is its priority. The journal has the time.
        (Journal, logging => logging.AddSystemdConsole(Plain)),
    ];

    /// <summary>Settings of <c>--verbose</c>. The server's own lines about requests stay away: they have queries.</summary>
    internal static readonly string[] Verbose =
    [
        "--Logging:LogLevel:JobQueue=Debug",
        "--Logging:LogLevel:Microsoft.AspNetCore=Information",
        "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Warning",
        "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
        "--Logging:LogLevel:Quartz=Information",
    ];

    internal static string Names => string.Join(", ", Kinds.Select(kind => kind.Name));

    internal static bool IsKnown(string name) => Kinds.Any(kind => kind.Name == name);

    /// <summary>Logs in this way.</summary>
    /// <param name="logging">The host's.</param>
    /// <param name="name">Null: for the journal where the standard output goes there, else for people.</param>
    /// <exception cref="FormatException">There is none of this name.</exception>
    internal static void Add(ILoggingBuilder logging, string? name)
    {
        name ??= IsForTheJournal() ? Journal : Kinds[0].Name;
        if (!IsKnown(name))
            throw new FormatException($"JobQueue:Log: found \"{name}\", expected {Names}");
        Kinds.Single(kind => kind.Name == name).Add(logging);
    }

    private static void Plain(ConsoleFormatterOptions console) => console.TimestampFormat = null;

    // systemd.exec(5): DEVICE:INODE of the stream. Whoever redirects the output of a service's child passes the variable on.
    private static bool IsForTheJournal() =>
        Environment.GetEnvironmentVariable(JournalStream)?.Split(':') is [_, { Length: > 0 } inode]
        && new FileInfo(StandardOutput).LinkTarget?.EndsWith($":[{inode}]", StringComparison.Ordinal) == true;
}
