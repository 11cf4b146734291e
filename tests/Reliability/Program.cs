using System.CommandLine;
using System.Globalization;
using JobQueue.Reliability;
using JobQueue.Reliability.Poison;

var kills = new Option<int>("--kills") { DefaultValueFactory = _ => 100, Description = "how often; scenarios that cost more take a share" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 7, Description = "of the chance: the same seed draws the same numbers" };
var only = new Option<string?>("--only") { Description = "names of scenarios, with commas; without it all run" };
var old = new Option<string?>("--old") { Description = "the jobqueue.dll of an earlier version, for cluster-upgrade" };
var root = new RootCommand("makes trouble for the built jobqueue; a line of JSON a scenario, exit code 1 when what must not happen does")
{
    RecorderCommand.Create(),
    AppCommand.Create(),
    kills,
    seed,
    only,
    old,
};
root.SetAction((parsed, over) => RunAsync(
    parsed.GetValue(kills), parsed.GetValue(seed), parsed.GetValue(only), parsed.GetValue(old), over));
// What a scenario has started ends with it: it is told to end, and waited for.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });

static async Task<int> RunAsync(int count, int seed, string? only, string? old, CancellationToken over)
{
    string[] all = [.. Scenarios.All.Select(scenario => scenario.Name)];
    var names = only?.Split(',') ?? all;
    if (count < 1 || names.Except(all).Any())
    {
        await Console.Error.WriteLineAsync($"--kills is 1 or more, --only of {string.Join(',', all)}");
        return 2;
    }

    var reports = new List<Report>();
    foreach (var scenario in Scenarios.All.Where(scenario => names.Contains(scenario.Name)))
    {
        await Console.Error.WriteLineAsync($"{scenario.Name}: {scenario.What}");
        reports.Add(await Report.OfAsync(scenario, count, seed, over, old));
        await Console.Out.WriteLineAsync(reports[^1].Line);
    }

    await Console.Error.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture,
        $"\ndotnet run -c Release --project tests/Reliability -- --kills {count} --seed {seed}{(only is null ? "" : $" --only {only}")}{(old is null ? "" : $" --old {old}")}"));
    foreach (var report in reports)
        await Console.Error.WriteLineAsync(report.Row);
    // 0 in n trials bounds the rate at 3/n, with 95 % confidence.
    await Console.Error.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture, $"0 in {count} kills: fewer than {300.0 / count:G3} in 100, with 95 % confidence"));
    return reports.Exists(report => report.Result == Report.Failed) ? 1 : 0;
}
