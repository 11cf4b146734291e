using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Api;

/// <summary>Many clients post the same job with the same Idempotency-Key at the same moment.</summary>
internal sealed class SameKey : IScenario
{
    private const int Clients = 100;
    private static readonly int[] Allowed = [200, 201, 409];

    public string Name => "same-key";

    public string What => $"{Clients} clients post with the same Idempotency-Key at once; and one another body";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("TWO_JOBS", "WRONG_ANSWER", "OTHER_BODY_TAKEN");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        trial.Host.Save("# none\n");
        await trial.StartAsync();
        var rounds = bench.Share(oneIn: 10, atLeast: 2, atMost: 100);
        for (var round = 0; round < rounds; round++)
        {
            over.ThrowIfCancellationRequested();
            var poster = new Poster(trial.Host, "tomorrow");
            var key = $"key-{round}";
            var answers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => poster.PostAsync(key))));
            foreach (var answer in answers)
                bench.Must("WRONG_ANSWER", Allowed.Contains(answer.Status), () => $"{answer}");
            var ids = poster.Acknowledged.Distinct().ToList();
            bench.Must("TWO_JOBS", ids.Count == 1, () => $"{key}: {string.Join(' ', ids)}");
            var other = await new Poster(trial.Host, "tomorrow", bodyBytes: 1).PostAsync(key);
            bench.Must("OTHER_BODY_TAKEN", other.Status == 422, () => $"{other}");
        }

        var jobs = trial.Host.Ledger.Count("runs");
        bench.Must("TWO_JOBS", jobs == rounds, () => $"{jobs} jobs of {rounds} keys");
        await trial.StopAsync();
        bench.Figure("keys", rounds);
        bench.Figure("posts", rounds * Clients);
    }
}
