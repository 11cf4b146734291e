using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class JobQueueLifeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Stop_LoopThatFailed_RunInFlightHasItsGrace()
    {
        var held = new HeldEndpoint();
        await using var app = await LibraryApp.StartAsync(
            "",
            app =>
            {
                app.MapGet("/held", held.RunAsync);
                app.MapJobQueue();
            },
            builder => builder.Services.AddSingleton(FailingPruning));
        var id = await app.AddNowAsync("/held");
        await held.Entered.WaitAsync(Limit);

        var stopping = app.App.StopAsync();
        held.Release();
        await stopping.WaitAsync(Limit);

        var run = await app.App.Services.GetRequiredService<Ledger>().ReadAsync(connection => RunReads.Find(connection, id));
        Assert.AreEqual((RunState.Succeeded, 1), (run!.State, run.Attempt));
    }

    private static DailyPruning FailingPruning(IServiceProvider services)
    {
        var ledger = services.GetRequiredService<Ledger>();
        var pruning = new Pruning(ledger, new RetentionLimits(TimeSpan.FromDays(1), 1), TimeProvider.System);
        return new DailyPruning(pruning, ledger, default, TimeZoneInfo.Utc, new FailingTime(), NullLogger<DailyPruning>.Instance);
    }

    /// <summary>What asks it fails as it does while the ledger is away.</summary>
    private sealed class FailingTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new LedgerException("the database cannot be reached") { IsPassing = true };
    }
}
