using System.Collections.Concurrent;
using JobQueue.Reliability;
using JobQueue.Reliability.Clusters;

namespace JobQueue.Host.Tests.Reliability;

/// <summary>
/// Every scenario of the reliability program, once or a few times; <c>dotnet run -c Release --project tests/Reliability</c> runs them
/// often.
/// </summary>
[TestClass]
public sealed class ScenarioTests
{
    private const int Seed = 20260301;

    // Those for which once is too little.
    private static readonly Dictionary<string, int> Counts =
        new() { ["kill"] = 3, ["out-of-memory"] = 3, ["out-of-memory-step"] = 5, ["stop"] = 2 };

    public TestContext TestContext { get; set; } = null!;

    // Those of several nodes mostly wait, for a node to be taken for dead: they do so together.
    private const int AtOnce = 3;
    private const string OfNodes = "cluster-";

    private static IEnumerable<object[]> Names =>
        Scenarios.All.Where(scenario => !IsOfNodes(scenario)).Select(scenario => new object[] { scenario.Name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public async Task Run_AFewTimes_FindsNothing(string name)
    {
        var scenario = Scenarios.All.Single(scenario => scenario.Name == name);

        var report = await Report.OfAsync(scenario, Counts.GetValueOrDefault(name, 1), Seed, TestContext.CancellationToken);

        TestContext.WriteLine(report.Line);
        AssertPassed(report);
    }

    [TestMethod]
    public async Task Run_ThoseOfSeveralNodes_FindNothing()
    {
        var reports = new ConcurrentQueue<Report>();

        await Parallel.ForEachAsync(
            // An earlier version is not here.
            Scenarios.All.Where(IsOfNodes).Where(scenario => scenario is not ClusterUpgrade),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.CancellationToken },
            async (scenario, over) => reports.Enqueue(await Report.OfAsync(scenario, 1, Seed, over)));

        reports.ToList().ForEach(report => TestContext.WriteLine(report.Line));
        reports.ToList().ForEach(AssertPassed);
    }

    private static bool IsOfNodes(IScenario scenario) => scenario.Name.StartsWith(OfNodes, StringComparison.Ordinal);

    [TestMethod]
    public async Task Run_WhatThrows_HasFailed()
    {
        var report = await Report.OfAsync(new Thrower(), count: 1, Seed, TestContext.CancellationToken);

        Assert.AreEqual((Report.Failed, 1), (report.Result, report.MustBe0["ENDED_EARLY"]));
    }

    [TestMethod]
    public async Task Run_WhatLooksForNothing_HasFailed()
    {
        var report = await Report.OfAsync(new Idler(), count: 1, Seed, TestContext.CancellationToken);

        Assert.AreEqual(Report.Failed, report.Result);
    }

    // What the machine lacks may be missing here, not where all is tested.
    private static void AssertPassed(Report report)
    {
        var isAllTested = Environment.GetEnvironmentVariable("JOBQUEUE_TEST_ALL") is not null;
        if (report.Result is not (Report.Passed or Report.Failed) && !isAllTested)
            Assert.Inconclusive(report.Result);
        Assert.AreEqual(Report.Passed, report.Result, string.Join('\n', report.Found.Prepend(report.Scenario)));
    }

    private sealed class Thrower : IScenario
    {
        public string Name => "thrower";

        public string What => "";

        public Task RunAsync(Bench bench, CancellationToken over)
        {
            bench.MustBeZero("LOST");
            throw new InvalidOperationException("a defect of the scenario");
        }
    }

    private sealed class Idler : IScenario
    {
        public string Name => "idler";

        public string What => "";

        public Task RunAsync(Bench bench, CancellationToken over) => Task.CompletedTask;
    }
}
