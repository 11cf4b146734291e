using System.Threading.Channels;
using JobQueue.Api.Health;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Health;

/// <summary>An app whose clock stands still until told, and whose runs never end, be they given up.</summary>
internal sealed class HealthApp : IAsyncDisposable
{
    /// <summary>The queue with one slot.</summary>
    internal const string Single = "single";

    /// <summary>The queue with a run an hour.</summary>
    internal const string Slow = "slow";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private HealthApp(LibraryApp app, ManualTimeProvider time, EndlessSender sender) => (App, Time, Sender) = (app, time, sender);

    internal LibraryApp App { get; }

    internal ManualTimeProvider Time { get; }

    internal EndlessSender Sender { get; }

    internal HealthReport Report => Service<HealthReport>();

    internal Ledger Ledger => Service<Ledger>();

    internal static async Task<HealthApp> StartAsync(string crontab = "", Action<JobQueueOptions>? configure = null)
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        var sender = new EndlessSender();
        var app = await LibraryApp.StartAsync(
            crontab,
            app =>
            {
                app.MapHealthChecks("/health");
                app.MapJobQueue();
            },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddSingleton<ISender>(sender);
                builder.Services.AddHealthChecks().AddJobQueue();
                builder.Services.AddJobQueue(options =>
                {
                    options.Queues[Single] = new QueueOptions { Concurrency = 1 };
                    options.Queues[Slow] = new QueueOptions { Rate = "1/h" };
                    options.LowDiskBytes = 0;
                    configure?.Invoke(options);
                });
            });
        return new HealthApp(app, time, sender);
    }

    internal T Service<T>()
        where T : notnull => App.App.Services.GetRequiredService<T>();

    /// <summary>The codes of all that is not well.</summary>
    internal async Task<string> CodesAsync() => string.Join(' ', (await Report.ReadAsync()).Select(problem => problem.Code));

    /// <summary>Ends when nothing is not well any more.</summary>
    internal async Task WellAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (await CodesAsync() is not "")
            limit.Token.ThrowIfCancellationRequested();
    }

    internal Task<Job> EnqueueAsync(string queue, TimeSpan timeout) =>
        Service<IJobQueue>().EnqueueAsync(new JobRequest { Uri = "/hello" }, new JobPolicy { Queue = queue, Timeout = timeout, Retry = 0 });

    /// <summary>Puts a run into the ledger behind the queue's back, so that nobody sends it.</summary>
    internal Task ForgetAsync(string queue) => Ledger.WriteAsync(connection => RunWrites.Add(
        connection,
        new Run
        {
            Id = RunId.New(Time.GetUtcNow()),
            Due = Time.GetUtcNow(),
            Created = Time.GetUtcNow(),
            State = RunState.Pending,
            Request = new JobRequest { Uri = "/hello" },
            Policy = new JobPolicy { Queue = queue },
        },
        owner: null));

    public async ValueTask DisposeAsync()
    {
        Sender.End();
        await App.DisposeAsync();
    }

    /// <summary>A sender that is done with nothing before its end, whoever gives it up.</summary>
    internal sealed class EndlessSender : ISender
    {
        private readonly TaskCompletionSource<AttemptResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Channel<string> _begun = Channel.CreateUnbounded<string>();

        public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
        {
            _begun.Writer.TryWrite(attempt.RunId);
            return _end.Task;
        }

        /// <summary>Ends when another run was begun.</summary>
        internal Task BegunAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));

        internal void End() => _end.TrySetResult(new AttemptResult(AttemptEnd.NoResponse, null, "the end of the test"));
    }
}
