using System.CommandLine;

namespace JobQueue.Reliability.Recording;

/// <summary><c>recorder</c>: a target that is a process of its own; it ends when its input does, so with the one that started it.</summary>
internal static class RecorderCommand
{
    internal const string Name = "recorder";

    /// <summary>What it prints once it answers; its address follows.</summary>
    internal const string Ready = "recording at ";

    private static readonly Option<string> Folder = new("--folder") { Required = true, Description = "where it writes its file" };
    private static readonly Option<int> Port = new("--port") { DefaultValueFactory = _ => 0, Description = "0: one that is free" };

    internal static Command Create()
    {
        var command = new Command(Name, "answers requests, and writes each down before") { Folder, Port };
        command.SetAction((parsed, over) => RunAsync(parsed.GetValue(Folder)!, parsed.GetValue(Port), over));
        return command;
    }

    internal static string PathIn(string folder) => Path.Combine(folder, "arrivals");

    private static async Task RunAsync(string folder, int port, CancellationToken over)
    {
        await using var app = await RecorderApp.StartAsync(PathIn(folder), port);
        await Console.Out.WriteLineAsync(Ready + app.Url);
        await Console.In.ReadToEndAsync(over);
    }
}
