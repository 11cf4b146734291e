using System.CommandLine;

namespace JobQueue.Benchmarks.Herd;

/// <summary><c>herd</c>: many jobs due at the same instant: how late each begins, beside bare Quartz.</summary>
internal static class HerdCommand
{
    private static readonly Option<int> Jobs = new("--jobs") { DefaultValueFactory = _ => 10_000, Description = "due at the same instant" };
    private static readonly Option<int?> Concurrency = new("--concurrency") { Description = "slots; default as in the host, 4 for each core" };
    private static readonly Option<int> Rounds =
        new("--rounds") { DefaultValueFactory = _ => 3, Description = "of which the median counts; each waits for a whole minute" };

    internal static Command Create()
    {
        var command = new Command("herd", "milliseconds from the due of many jobs to the first lines of their endpoints") { Jobs, Concurrency, Rounds };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(Jobs), parsed.GetValue(Concurrency), parsed.GetValue(Rounds)));
        return command;
    }

    private static async Task RunAsync(int jobs, int? concurrency, int rounds)
    {
        var measured = await Medians.MeasureAsync(
            rounds,
            [
                () => JobQueueHerd.OneTimeAsync(jobs, concurrency),
                () => JobQueueHerd.CrontabAsync(jobs, concurrency),
                () => QuartzHerd.MeasureAsync(jobs),
            ]);
        measured.Print();
        measured.PrintRatio("herd.onetime.max", "herd.quartz.max");
        measured.PrintRatio("herd.crontab.max", "herd.quartz.max");
    }
}
