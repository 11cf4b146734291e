using JobQueue.Reliability.Crashes;
using Microsoft.Data.Sqlite;

namespace JobQueue.Reliability.Storage;

/// <summary>Another program holds the ledger's file locked, as a backup tool does.</summary>
internal sealed class LockedLedger : IScenario
{
    private const int Lines = 8;
    private const int ManyKills = 500;
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(62);
    private static readonly TimeSpan MostUntilBack = TimeSpan.FromSeconds(2);

    public string Name => "locked";

    public string What =>
        $"another program holds the ledger locked for {Short.TotalSeconds} s, from {ManyKills} kills on {Long.TotalSeconds} s, under load";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("CRASH", "WRONG_ANSWER", "BACK_TOO_LATE");
        var recorder = await bench.RecorderAsync();
        await using var trial = new Trial(recorder, "t0");
        trial.Host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {trial.Url($"delay={100 * number}")} --name job-{number} --overlap allow\n")));
        await trial.StartAsync("--JobQueue:Concurrency=64");
        using var enough = new CancellationTokenSource();
        var poster = new Poster(trial.Host, "now");
        var posting = poster.PostAsync(clients: 4, TimeSpan.FromMilliseconds(50), enough.Token);
        await Until.PassedAsync(TimeSpan.FromSeconds(1));
        var released = await HoldAsync(Path.Combine(trial.Host.Folder, trial.Host.Store), bench.Count < ManyKills ? Short : Long, over);
        await Until.TrueAsync("an answer of 201 after the release", () =>
            poster.Answers.Any(answer => answer.IsAcknowledged && answer.At > released));
        await Until.TrueAsync("a request after the release", () => recorder.Since(released).Any());
        bench.Must("CRASH", !trial.Host.Process.HasExited, () => trial.Host.Process.Error);
        TellBack(bench, "201", poster.Answers.First(answer => answer.IsAcknowledged && answer.At > released).At - released);
        TellBack(bench, "request", recorder.Since(released).First().At - released);
        await enough.CancelAsync();
        await posting;
        foreach (var answer in poster.Answers.Where(answer => !answer.IsAcknowledged))
            bench.Must("WRONG_ANSWER", answer is { Status: 503, MediaType: "application/problem+json" }, () => $"{answer}");
        foreach (var id in poster.Acknowledged)
            trial.Acknowledge(id);
        CampaignReport.Tell(bench, await trial.DrainAsync());
    }

    private static void TellBack(Bench bench, string what, TimeSpan back)
    {
        bench.Figure($"first {what} ms after the release", back.TotalMilliseconds);
        bench.Must("BACK_TOO_LATE", back < bench.Limit(MostUntilBack), () => $"the first {what} after {back}");
    }

    /// <summary>When it was let go.</summary>
    private static async Task<DateTimeOffset> HoldAsync(string path, TimeSpan time, CancellationToken over)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, "BEGIN EXCLUSIVE");
        await Task.Delay(time, over);
        Execute(connection, "ROLLBACK");
        return DateTimeOffset.UtcNow;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
