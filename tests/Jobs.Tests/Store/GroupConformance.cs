namespace JobQueue.Jobs.Tests.Store;

/// <summary>What is written together comes to the same as what is written one by one.</summary>
public abstract class GroupConformance : StoreConformance
{
    [TestMethod]
    public async Task Group_OfMixedOperations_ComesToTheSameAsOneByOne()
    {
        await using var each = await NewFixtureAsync();
        await using var together = await NewFixtureAsync();
        var script = new GroupScript(each);

        var valuesOfEach = await script.ApplyEachAsync(each);
        var valuesTogether = await script.ApplyTogetherAsync(together);

        Assert.IsGreaterThanOrEqualTo(300, script.Count);
        Assert.AreEqual(valuesOfEach, valuesTogether);
        Assert.AreEqual(await GroupScript.RowsAsync(each), await GroupScript.RowsAsync(together));
    }

    [TestMethod]
    public async Task Group_WithOneThatThrows_FailsThatOneAlone()
    {
        await using var fixture = await NewFixtureAsync();
        var (good, twice) = (fixture.NewRun(), fixture.NewRun());
        await fixture.AddAsync(twice);
        using var gate = new ManualResetEventSlim();

        var before = fixture.Ledger.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(60)));
        var (first, bad, last) = (fixture.AddAsync(good), fixture.AddAsync(twice), fixture.ClaimAsync());
        gate.Set();

        await before;
        Assert.IsTrue(await first);
        await Assert.ThrowsAsync<Exception>(() => bad);
        Assert.HasCount(2, await last);
    }

    [TestMethod]
    public async Task Group_WithOneWhoseLateStatementFails_FailsThatOneAlone()
    {
        await using var fixture = await NewFixtureAsync();
        using var gate = new ManualResetEventSlim();

        var before = fixture.Ledger.WriteAsync(_ => gate.Wait(TimeSpan.FromSeconds(60)));
        var good = fixture.AddAsync(fixture.NewRun());
        var bad = fixture.Ledger.WriteAsync(connection =>
        {
            connection.ExecuteLater("INSERT INTO events (at, kind) VALUES (@at, @kind)", ("@at", null), ("@kind", "added"));
            return true;
        });
        gate.Set();

        await before;
        Assert.IsTrue(await good);
        await Assert.ThrowsAsync<Exception>(() => bad);
        Assert.IsTrue(await fixture.AddAsync(fixture.NewRun()), "the ledger goes on");
    }
}
