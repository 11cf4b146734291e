using System.Globalization;
using System.Reflection;

namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 while a ledger of an older version is brought up to date.</summary>
internal sealed class MigrationKills : IScenario
{
    private const int Runs = 3;
    private const int OneIn = 10;
    private const int MostTrials = 100;

    private static readonly Assembly Jobs = Assembly.Load("JobQueue.Jobs");

    // Numbered from 1; the first makes the tables.
    private static readonly string[] Migrations =
        [.. Jobs.GetManifestResourceNames().Where(name => name.Contains(".Sqlite.Migrations.", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public string Name => "in-migration";

    public string What =>
        $"kill -9 in one of the {Migrations.Length} migrations of a ledger, new or older with {Runs} runs in it: the next start goes on";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_REACHED", "HALF_MIGRATED", "NOT_RUN");
        var count = bench.Share(OneIn, Math.Min(2, bench.Count), MostTrials);
        await Trials.RunAsync(bench, count, (program, null), (trial, _, chance) => TryOneAsync(bench, trial, chance), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, Random chance)
    {
        var from = chance.Next(Migrations.Length);
        var nth = chance.Next(1, Migrations.Length - from + 1);
        if (from > 0)
            MakeLedger(trial.Host.Ledger, from);
        trial.Host.Save("# none\n");
        var isUp = await trial.TryStartAsync($"in-migration:kill:{nth}");
        bench.Must("NOT_REACHED", !isUp && await trial.DiedAsync() == Trial.KilledExitCode, () => $"{trial.Tag}: from {from}, the {nth}th");
        var reached = Version(trial.Host.Ledger);
        bench.Must("HALF_MIGRATED", reached == from + nth - 1, () => $"{trial.Tag}: from {from}, killed in the {nth}th: {reached}");
        await trial.StartAsync();
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        var end = (Version(trial.Host.Ledger), trial.Host.Ledger.Integrity());
        bench.Must("HALF_MIGRATED", end == (Migrations.Length, "ok"), () => $"{trial.Tag}: from {from} to {end}");
        var succeeded = history.Ledger.Count(run => run.State == "succeeded");
        bench.Must("NOT_RUN", succeeded == (from > 0 ? Runs : 0), () => $"{trial.Tag}: {succeeded} ran");
    }

    private static int Version(LedgerFile ledger) => ledger.Read("PRAGMA user_version", row => row.GetInt32(0)).Single();

    // As a version with so many migrations left it, with runs that are pending.
    private static void MakeLedger(LedgerFile ledger, int version)
    {
        var now = Trial.Text(DateTimeOffset.UtcNow);
        var runs = Enumerable.Range(0, Runs).Select(run => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO runs (id, cause, due, state, queue, priority, created, method, uri)
            VALUES ('{Guid.CreateVersion7()}', 'manual', '{now}', 'pending', 'default', 0, '{now}', 'GET', '/echo?run={run}');
            """));
        ledger.Execute(
            $"""
            PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
            BEGIN; {string.Concat(Migrations.Take(version).Select(Text))} {string.Concat(runs)} PRAGMA user_version = {version}; COMMIT;
            """);
    }

    private static string Text(string resource)
    {
        using var text = new StreamReader(Jobs.GetManifestResourceStream(resource)!);
        return text.ReadToEnd();
    }
}
