using JobQueue.Api.InProcess;

namespace JobQueue.Api.Tests.InProcess;

/// <summary>Threads for runs that hold up the pool. It is the process's: no other test may run meanwhile.</summary>
[TestClass]
[DoNotParallelize]
public sealed class ThreadReserveTests
{
    private const int Runs = 5;

    [TestMethod]
    public void TryEnter_ThePoolIsHeldUp_ItsMinimumIsLargerByTheRunsInFlightUntilTheyLeave()
    {
        using var pipeline = NewPipeline();
        Assert.IsTrue(IsMinimum(Environment.ProcessorCount), "an app of another test has not given back its threads");

        Enter(pipeline, Runs);
        bool isReserved;
        int oneMore;
        using (new BlockedPool())
        {
            isReserved = IsMinimum(Environment.ProcessorCount + Runs);
            Enter(pipeline, 1);
            oneMore = Minimum();
        }

        for (var i = 0; i < Runs + 1; i++)
            pipeline.Leave(wasStuck: false);

        Assert.IsTrue(isReserved);
        Assert.AreEqual(Environment.ProcessorCount + Runs + 1, oneMore);
        Assert.IsTrue(IsMinimum(Environment.ProcessorCount));
    }

    [TestMethod]
    public void Dispose_ThePoolIsHeldUp_GivesBack()
    {
        using var pipeline = NewPipeline();
        Assert.IsTrue(IsMinimum(Environment.ProcessorCount), "an app of another test has not given back its threads");

        Enter(pipeline, Runs);
        using var blocked = new BlockedPool();
        var isReserved = IsMinimum(Environment.ProcessorCount + Runs);
        pipeline.Dispose();
        var isGivenBack = IsMinimum(Environment.ProcessorCount);
        Enter(pipeline, 1);

        Assert.IsTrue(isReserved);
        Assert.IsTrue(isGivenBack);
        Assert.AreEqual(Environment.ProcessorCount, Minimum());
    }

    [TestMethod]
    public void Add_OthersHaveSetAMinimumMeanwhile_ItStays()
    {
        Assert.IsTrue(IsMinimum(Environment.ProcessorCount), "an app of another test has not given back its threads");
        ThreadPool.GetMinThreads(out var before, out var completions);

        PoolMinimum.Add(Runs);
        var added = Minimum();
        ThreadPool.SetMinThreads(before + 100, completions);
        PoolMinimum.Add(1);
        var oneMore = Minimum();
        PoolMinimum.Add(-Runs - 1);
        var after = Minimum();
        ThreadPool.SetMinThreads(before, completions);

        Assert.AreEqual(before + Runs, added);
        Assert.AreEqual(before + 100 + Runs + 1, oneMore);
        Assert.AreEqual(before + 100, after);
    }

    private static Pipeline NewPipeline()
    {
        var pipeline = new Pipeline();
        pipeline.Capture(_ => Task.CompletedTask);
        pipeline.Open();
        return pipeline;
    }

    private static void Enter(Pipeline pipeline, int runs)
    {
        for (var i = 0; i < runs; i++)
            Assert.IsTrue(pipeline.TryEnter(out _));
    }

    private static int Minimum()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        return workers;
    }

    private static bool IsMinimum(int threads) => SpinWait.SpinUntil(() => Minimum() == threads, TestApp.Limit);

    /// <summary>More work that waits than the pool has threads by then: what is queued behind it waits too.</summary>
    private sealed class BlockedPool : IDisposable
    {
        private readonly ManualResetEventSlim _release = new();
        private int _blocked = 10_000;

        internal BlockedPool()
        {
            for (var i = _blocked; i > 0; i--)
                ThreadPool.UnsafeQueueUserWorkItem(Block, null);
        }

        public void Dispose()
        {
            _release.Set();
            Assert.IsTrue(SpinWait.SpinUntil(() => Volatile.Read(ref _blocked) == 0, TestApp.Limit));
            _release.Dispose();
        }

        private void Block(object? state)
        {
            _release.Wait();
            Interlocked.Decrement(ref _blocked);
        }
    }
}
