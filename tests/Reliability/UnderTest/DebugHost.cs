using System.Diagnostics;
using System.Reflection;

namespace JobQueue.Reliability.UnderTest;

/// <summary>The command as a Debug build, the only one with failpoints.</summary>
internal static class DebugHost
{
    private static readonly Lazy<Task<string>> Built = new(BuildAsync);

    /// <summary>The one that was built with this program where that is a Debug build too; else it is built, once.</summary>
    internal static Task<string> PathAsync() => Built.Value;

    private static async Task<string> BuildAsync()
    {
        if (Assembly.Load("JobQueue.Jobs").GetCustomAttribute<DebuggableAttribute>()?.IsJITOptimizerDisabled is true)
            return JobQueueProcess.Command;
        var root = Root(AppContext.BaseDirectory);
        await Console.Error.WriteLineAsync("building the host with failpoints: dotnet build src/Host -c Debug");
        var result = await Bench.RunAsync("dotnet", "build", Path.Combine(root, "src", "Host"), "-c", "Debug", "-v", "q", "--nologo");
        Expect.Equal(0, result.ExitCode, $"the exit code of the build; {result.Output}");
        return Path.Combine(root, "src", "Host", "bin", "Debug", "net10.0", "jobqueue.dll");
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "JobQueue.sln")) ? folder : Root(Path.GetDirectoryName(folder)!);
}
