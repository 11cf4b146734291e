using System.Diagnostics;

namespace Gallery.Backups;

/// <summary>Runs an archiver as a child process that knows nothing of this one's environment, and ends with it.</summary>
internal static class ArchiveProcess
{
    /// <summary>How many lines of what it complained about are kept, the last ones.</summary>
    internal const int MostErrorLines = 20;

    private const int MostErrorLineCharacters = 500;

    private static readonly string[] PassedOn = ["PATH", "LANG"];

    /// <summary>Writes the archive.</summary>
    /// <param name="archiver">The program.</param>
    /// <param name="root">The folder that it works in.</param>
    /// <param name="folder">The folder in there to be put into the file.</param>
    /// <param name="file">The file.</param>
    /// <param name="onEntry">Called for each entry with its name.</param>
    /// <param name="cancellationToken">Kills the process.</param>
    /// <exception cref="OperationCanceledException">It was killed.</exception>
    internal static async Task<ArchiveEnd> RunAsync(
        Archiver archiver, string root, string folder, string file, Action<string> onEntry, CancellationToken cancellationToken)
    {
        using var process = Process.Start(StartOf(archiver, root, folder, file))!;
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var errors = LastLinesAsync(process.StandardError);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } entry)
            onEntry(entry);
        var lastLines = await errors;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new ArchiveEnd(process.ExitCode, lastLines);
    }

    private static ProcessStartInfo StartOf(Archiver archiver, string root, string folder, string file)
    {
        var start = new ProcessStartInfo(archiver.Command, [archiver.Options, file, folder])
        {
            WorkingDirectory = root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var name in PassedOn)
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        return start;
    }

    private static async Task<IReadOnlyList<string>> LastLinesAsync(StreamReader reader)
    {
        var lines = new Queue<string>();
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            lines.Enqueue(line.Length <= MostErrorLineCharacters ? line : line[..MostErrorLineCharacters]);
            if (lines.Count > MostErrorLines)
                lines.Dequeue();
        }

        return [.. lines];
    }
}
