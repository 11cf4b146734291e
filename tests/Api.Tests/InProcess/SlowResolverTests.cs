using System.Security.Claims;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class SlowResolverTests
{
    [TestMethod]
    public async Task Send_AbortedWhileTheUserIsLookedUp_DoesNotReachTheEndpoint()
    {
        using var abort = new CancellationTokenSource();
        var resolver = new HeldResolver();
        await using var app = await TestApp.StartAsync(ConformanceEndpoints.Map, builder =>
        {
            ConformanceEndpoints.Add(builder);
            builder.Services.AddSingleton<IJobUserResolver>(resolver);
        });
        var sending = app.SendInProcessAsync(Requests.Attempt("GET /wait", null, "ann"), abort.Token);
        await resolver.Asked.Task.WaitAsync(TestApp.Limit, CancellationToken.None);

        await abort.CancelAsync();
        resolver.Answer.SetResult();
        var result = await sending;

        Assert.AreEqual(AttemptEnd.Aborted, result.End);
        Assert.IsFalse(app.Services.GetRequiredService<Signals>().Arrived.Task.IsCompleted);
        Assert.AreEqual(0, app.Pipeline.InFlight);
    }

    /// <summary>Knows everyone once it is told to answer, whatever became of who asks.</summary>
    private sealed class HeldResolver : IJobUserResolver
    {
        internal TaskCompletionSource Asked { get; } = Signals.Signal();

        internal TaskCompletionSource Answer { get; } = Signals.Signal();

        public async ValueTask<ClaimsPrincipal?> ResolveAsync(ClaimsPrincipal principal, JobRun run, CancellationToken cancellationToken)
        {
            Asked.SetResult();
            await Answer.Task;
            return principal;
        }
    }
}
