using System.CommandLine;

namespace JobQueue.Benchmarks.Throughput;

/// <summary><c>throughput</c>: runs a second, enqueued, sent in process and recorded, beside a bare loop and bare Quartz.</summary>
internal static class ThroughputCommand
{
    private static readonly Option<int> Runs =
        new("--runs") { DefaultValueFactory = _ => 20_000, Description = "runs of a measurement" };
    private static readonly Option<int> QuartzRuns =
        new("--quartz-runs") { DefaultValueFactory = _ => 3_000, Description = "the same for Quartz" };
    private static readonly Option<int> Concurrency =
        new("--concurrency") { DefaultValueFactory = _ => 16, Description = "producers, and slots" };
    private static readonly Option<int> Rounds =
        new("--rounds") { DefaultValueFactory = _ => 5, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("throughput", "runs a second: enqueued, sent in process, recorded")
        {
            Runs, QuartzRuns, Concurrency, Rounds,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(Runs), parsed.GetValue(QuartzRuns), parsed.GetValue(Concurrency), parsed.GetValue(Rounds)));
        return command;
    }

    private static async Task RunAsync(int runs, int quartzRuns, int concurrency, int rounds)
    {
        await using var app = await HelloApp.StartAsync();
        var kilobyte = new byte[1024];
        (string Name, int Runs, Func<int, Task<double>> MeasureAsync, List<double> Values)[] loops =
        [
            ("throughput.jobqueue", runs, count => JobQueueLoop.MeasureAsync(app.Sender, count, concurrency, []), []),
            ("throughput.bareloop", runs, count => BareLoop.MeasureAsync(app.Sender, count, concurrency, []), []),
            ("throughput.jobqueue.1kb", runs, count => JobQueueLoop.MeasureAsync(app.Sender, count, concurrency, kilobyte), []),
            ("throughput.bareloop.1kb", runs, count => BareLoop.MeasureAsync(app.Sender, count, concurrency, kilobyte), []),
            ("throughput.quartz", quartzRuns, count => QuartzLoop.MeasureAsync(count, concurrency), []),
        ];

        // The first round is for the just-in-time compiler. The loops alternate, so that what else the machine does meets them all.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var loop in loops)
            {
                var value = await loop.MeasureAsync(loop.Runs);
                if (round > 0)
                    loop.Values.Add(value);
            }
        }

        var medians = loops.ToDictionary(loop => loop.Name, loop => Figure.Median(loop.Values));
        foreach (var (name, value) in medians)
            new Figure(name, Math.Round(value), "runs/s").Print();
        Ratio("throughput.jobqueue", "throughput.quartz");
        Ratio("throughput.jobqueue", "throughput.bareloop");
        Ratio("throughput.jobqueue.1kb", "throughput.bareloop.1kb");

        void Ratio(string one, string other) =>
            new Figure($"{one}/{other["throughput.".Length..]}", Math.Round(medians[one] / medians[other], 2), "ratio").Print();
    }
}
