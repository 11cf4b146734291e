using JobQueue.Reliability.Storage;
using Microsoft.Data.Sqlite;

namespace JobQueue.Reliability.PowerCuts;

/// <summary>
/// The files of the ledger as a power cut leaves them at any moment under load: what was written and not synced is there in part,
/// in any order. strace(1) tells what was written, what was synced, and what was promised, in one order.
/// </summary>
internal sealed class PowerCut : IScenario
{
    private const int MostRecordings = 10;
    private const int ImagesOfAKill = 10;
    private const int MostImages = 1000;
    private const int Lines = 32;
    private const int Clients = 4;

    // With bodies of this size the log goes back into the file after every 120 posts or so.
    private const int Posts = 600;
    private const int BodyBytes = 8000;

    private const string LogSuffix = "-wal";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    public string Name => "power-cut";

    public string What => "a power cut at any moment under load: what was not synced is lost in part, in any order, or torn";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (await Strace.WhyNotAsync() is { } why)
        {
            bench.NotRun(why);
            return;
        }

        bench.MustBeZero("INTEGRITY", "UNACKED", "GHOST");
        var recordings = bench.Share(oneIn: 10, atLeast: 1, MostRecordings);
        var images = Math.Min(ImagesOfAKill * bench.Count, MostImages);
        for (var recording = 0; recording < recordings; recording++)
        {
            over.ThrowIfCancellationRequested();
            await RecordAsync(bench, $"r{recording}", images / recordings, over);
        }
    }

    private static async Task RecordAsync(Bench bench, string tag, int images, CancellationToken over)
    {
        var trace = Path.Combine(bench.Folder, "strace");
        var recorder = await bench.RecorderAsync();
        // The whole life, from the first byte of the ledger on.
        await using var host = new HostUnderTest { Starter = Strace.Starter(trace) };
        host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {recorder.Url}/{tag}?delay={25 * number} --name job-{number} --overlap allow\n")));
        await host.StartAsync();
        var poster = new Poster(host, "now", BodyBytes);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(over);
        var posting = poster.PostAsync(Clients, Pace, enough.Token);
        await Until.TrueAsync($"{Posts} posts", () => posting.IsCompleted || poster.Acknowledged.Count() >= Posts, Until.Long);
        await enough.CancelAsync();
        await posting;
        Expect.Equal(0, await host.StopAsync(), $"the exit code after SIGTERM; {host.Process.Error}");

        var calls = TracedCalls.Read(File.ReadLines(trace));
        File.Delete(trace);
        var promises = TracedPromises.Of(calls);
        var arrived = recorder.Arrivals.Where(arrival => arrival.Tag == tag).Select(arrival => (arrival.RunId, arrival.Attempt));
        ExpectNone(poster.Acknowledged.Except(promises.Acknowledged.Select(job => job.Id)), "a job with an answer that was not traced");
        ExpectNone(arrived.Except(promises.Sent.Select(sent => (sent.RunId, sent.Attempt))), "a run with a request that was not traced");
        Check(bench, TracedFile.Of(calls, host.Store), TracedFile.Of(calls, host.Store + LogSuffix), promises, images);
    }

    private static void Check(Bench bench, TracedFile ledger, TracedFile log, TracedPromises promises, int images)
    {
        // Before them the ledger is made; after them it is closed, and its log deleted.
        var (first, last) = (promises.Acknowledged[0].Began, promises.Acknowledged[^1].Began);
        var inCheckpoints = Moments(ledger).Where(IsBetween).ToList();
        List<int> all =
        [
            .. inCheckpoints,
            .. Moments(log).Where(IsBetween),
            .. promises.Acknowledged.Select(job => job.Began),
            .. promises.Sent.Select(sent => sent.Began).Where(IsBetween),
        ];
        Expect.Equal(true, inCheckpoints.Count > 0, "a checkpoint was traced");
        Add(bench, "checkpoints", ledger.Syncs.Count(sync => IsBetween(sync.Ended)));
        Add(bench, "acknowledged", promises.Acknowledged.Count);
        Add(bench, "requests", promises.Sent.Count);
        for (var image = 0; image < images; image++)
        {
            // The ledger is written for a small part of the time: each second image is of that.
            var moments = image % 2 == 0 ? inCheckpoints : all;
            CheckImage(bench, ledger, log, promises, moments[bench.Chance.Next(moments.Count)]);
        }

        bool IsBetween(int moment) => moment >= first && moment <= last;
    }

    private static IEnumerable<int> Moments(TracedFile file) => file.Changes.SelectMany(change => new[] { change.Began, change.Ended });

    private static void CheckImage(Bench bench, TracedFile ledger, TracedFile log, TracedPromises promises, int moment)
    {
        bench.CountOne("images");
        if (ledger.UnsyncedAt(moment).Any())
            bench.CountOne("images in a checkpoint");
        if (log.UnsyncedAt(moment).Any())
            bench.CountOne("images with an unsynced log");
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, "image"));
        var path = Path.Combine(folder.FullName, "jobqueue.db");
        Write(bench, ledger, moment, path);
        Write(bench, log, moment, path + LogSuffix);
        try
        {
            var image = new LedgerFile(path);
            var integrity = image.Integrity();
            bench.Must("INTEGRITY", integrity == "ok", () => $"line {moment}: {integrity}");
            var attempts = image.Runs().ToDictionary(run => run.Id, run => run.Attempt);
            foreach (var (_, id) in promises.Acknowledged.Where(job => job.Began <= moment && !attempts.ContainsKey(job.Id)))
                bench.Find("UNACKED", $"line {moment}: {id}");
            foreach (var (_, run, attempt) in promises.Sent.Where(
                sent => sent.Began <= moment && attempts.GetValueOrDefault(sent.RunId) < sent.Attempt))
                bench.Find("GHOST", $"line {moment}: {run}, attempt {attempt}");
        }
        catch (SqliteException e)
        {
            bench.Find("INTEGRITY", $"line {moment}: {e.Message}");
        }

        folder.Delete(recursive: true);
    }

    private static void Write(Bench bench, TracedFile file, int moment, string path)
    {
        var image = PowerCutImage.Of(file, moment, bench.Chance);
        File.WriteAllBytes(path, image.Bytes);
        Add(bench, "changes lost", image.Lost);
    }

    private static void ExpectNone<T>(IEnumerable<T> found, string what) => Expect.Equal("", string.Join(' ', found), what);

    private static void Add(Bench bench, string figure, int more) => bench.Figure(figure, bench.Figures.GetValueOrDefault(figure) + more);
}
