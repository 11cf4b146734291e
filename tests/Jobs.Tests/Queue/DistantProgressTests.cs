using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>What another process than the one that sends a run makes of its token.</summary>
[TestClass]
public sealed class DistantProgressTests
{
    [TestMethod]
    // Attempt whose token is shown, whether it is the one in flight
    [DataRow(1, true)]
    [DataRow(2, false)]
    public async Task FindAsync_TokenOfAnAttempt_IsOfTheRunThatIsInFlight(int attempt, bool isInFlight)
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        await fixture.AddAsync(fixture.NewRun());
        var run = (await fixture.ClaimAsync()).Single();
        var token = ProgressToken.Of(run with { Attempt = attempt }, fixture.Ledger.Secret);

        var found = await new DistantProgress(fixture.Ledger).FindAsync(run.Id, token);

        Assert.AreEqual(isInFlight, found is not null);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("-")]
    [DataRow("1-")]
    [DataRow("-0123456789abcdef0123456789abcdef")]
    [DataRow("1-0123456789abcdef0123456789abcdef")]
    [DataRow("9999999999-0123456789abcdef0123456789abcdef")]
    public async Task FindAsync_TokenOfNoAttempt_IsNotLookedUp(string token)
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        var closed = fixture.Open();
        await closed.DisposeAsync();

        Assert.IsNull(await new DistantProgress(closed).FindAsync(fixture.NewRun().Id, token));
    }
}
