using System.CommandLine;

namespace JobQueue.Benchmarks.Time;

/// <summary><c>time</c>: the next time of a schedule, and reading what says when, beside Quartz's cron expressions.</summary>
internal static class TimeCommand
{
    private static readonly Option<int> Calls =
        new("--calls") { DefaultValueFactory = _ => 50_000, Description = "calls of a measurement" };
    private static readonly Option<int> Lines =
        new("--lines") { DefaultValueFactory = _ => 100_000, Description = "lines of the crontab" };
    private static readonly Option<int> Rounds =
        new("--rounds") { DefaultValueFactory = _ => 5, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("time", "next times, and reading schedules, phrases and crontabs") { Calls, Lines, Rounds };
        command.SetAction(parsed => Run(parsed.GetValue(Calls), parsed.GetValue(Lines), parsed.GetValue(Rounds)));
        return command;
    }

    private static void Run(int calls, int lines, int rounds)
    {
        TimedLoop[] loops =
        [
            .. CronCase.All.Select(cron => cron.NextLoop(calls)),
            .. CronCase.All.Select(cron => cron.ParseLoop(calls)),
            .. AtCase.All.Select(at => at.ParseLoop(calls)),
            CrontabCase.ParseLoop(lines),
        ];

        // The first round is for the just-in-time compiler.
        for (var round = 0; round <= rounds; round++)
            foreach (var loop in loops)
                loop.Run(counts: round > 0);
        foreach (var loop in loops)
            loop.Print();
    }
}
