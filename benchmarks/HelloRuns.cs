using JobQueue.Jobs;

namespace JobQueue.Benchmarks;

/// <summary>The runs that all measurements make.</summary>
internal static class HelloRuns
{
    /// <summary>A one-time run that is due now: <c>GET /hello</c>, or <c>POST /hello</c> with the body.</summary>
    internal static Run New(byte[] body)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Run
        {
            Id = RunId.New(now),
            Cause = RunCause.Manual,
            Due = now,
            Created = now,
            Request = new JobRequest { Method = body.Length == 0 ? "GET" : "POST", Uri = "/hello", Body = body },
        };
    }

    /// <summary>Has <paramref name="producers"/> of them make <paramref name="count"/> runs in all, each one after the other.</summary>
    internal static Task ProduceAsync(int count, int producers, Func<Task> enterOne)
    {
        var left = count;
        return Task.WhenAll(Enumerable.Range(0, producers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await enterOne();
        })));
    }
}
