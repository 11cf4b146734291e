using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace JobQueue.Api.Tests.Signatures;

/// <summary>The examples of docs/targets.md, and the programs that run them.</summary>
internal static partial class TargetsDocument
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Text = File.ReadAllText(Path.Combine(Root(AppContext.BaseDirectory), "docs", "targets.md"));

    /// <summary>The blocks of a language, in order.</summary>
    internal static List<string> Blocks(string language) =>
        [.. Block().Matches(Text).Where(block => block.Groups["language"].Value == language).Select(block => block.Groups["text"].Value)];

    /// <summary>What a program prints. Where there is none the test is inconclusive, and failed where no tool may be missing.</summary>
    internal static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, byte[] input, bool isAlwaysThere, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Start(start, isAlwaysThere && Environment.GetEnvironmentVariable("JOBQUEUE_TEST_ALL") is not null);
        using var limit = new CancellationTokenSource(Limit);
        await process.StandardInput.BaseStream.WriteAsync(input, limit.Token);
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        return (await output + await errors).Trim();
    }

    private static Process Start(ProcessStartInfo start, bool mustBeThere)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e) when (!mustBeThere)
        {
            throw new AssertInconclusiveException($"{start.FileName} is not there: {e.Message}");
        }
    }

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "JobQueue.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);

    [GeneratedRegex(@"^```(?<language>\w+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
