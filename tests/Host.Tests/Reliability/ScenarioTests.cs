using JobQueue.Reliability;

namespace JobQueue.Host.Tests.Reliability;

/// <summary>Every scenario of the reliability program, a few times: <c>dotnet run -c Release --project tests/Reliability</c> runs them often.</summary>
[TestClass]
public sealed class ScenarioTests
{
    private const int Seed = 20260301;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    // Scenario, count
    [DataRow("kill", 4)]
    [DataRow("accept", 4)]
    public async Task Run_AFewTimes_FindsNothing(string name, int count)
    {
        var scenario = Scenarios.All.Single(scenario => scenario.Name == name);

        var report = await Report.OfAsync(scenario, count, Seed, TestContext.CancellationToken);

        TestContext.WriteLine(report.Line);
        Assert.AreEqual(Report.Passed, report.Result, string.Join('\n', report.Found));
    }
}
