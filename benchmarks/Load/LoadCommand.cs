using System.CommandLine;
using System.Globalization;

namespace JobQueue.Benchmarks.Load;

/// <summary><c>load</c>: a large crontab, from the file until its jobs are live and on disk, beside the same number of bare Quartz triggers.</summary>
internal static class LoadCommand
{
    private static readonly Option<int> Lines = new("--lines") { DefaultValueFactory = _ => 100_000, Description = "lines of the crontab" };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 3, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("load", "seconds until a crontab is live: the first time, after one line changed, at the next start") { Lines, Rounds };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(Lines), parsed.GetValue(Rounds)));
        return command;
    }

    private static async Task RunAsync(int lines, int rounds)
    {
        var measured = await Medians.MeasureAsync(
            rounds,
            [
                async () => await CrontabLoad.MeasureAsync(lines),
                async () => [new Figure("load.quartz", await QuartzTriggers.MeasureAsync(lines), "s")],
            ]);
        measured.Print();
        measured.PrintRatio("load.first", "load.quartz");
    }

    /// <summary>Lines as people write them, no two alike.</summary>
    internal static string Line(int number, string timeout = "30s") => string.Create(
        CultureInfo.InvariantCulture, $"{number % 60} {number % 24} * * * nobody GET /jobs/{number}?limit=100 --name job-{number} --timeout {timeout}");
}
