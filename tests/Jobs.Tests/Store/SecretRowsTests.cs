using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

[TestClass]
public sealed class SecretRowsTests
{
    [TestMethod]
    public async Task AddKey_ByNodesThatStartAtOnce_IsTheFirstForAll()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = new LedgerFixture(store);
        await using var other = new LedgerFixture(store);

        var kept = await Task.WhenAll(
            one.Ledger.WriteAsync(connection => SecretRows.AddKey(connection, "key-1", "<key/>")),
            other.Ledger.WriteAsync(connection => SecretRows.AddKey(connection, "key-2", "<key/>")));
        var revoked = await other.Ledger.WriteAsync(connection => SecretRows.Add(connection, "revocation-1", "<revocation/>"));

        Assert.AreEqual(1, kept.Count(isKept => isKept));
        Assert.IsTrue(revoked);
        Assert.AreEqual("<key/> <revocation/>", string.Join(' ', await one.Ledger.ReadAsync(SecretRows.Keys)));
    }

    [TestMethod]
    public async Task Secret_OfEachNode_IsThatOfTheLedger()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = new LedgerFixture(store);
        await using var other = new LedgerFixture(store);
        await using var stranger = new LedgerFixture(await SharedPostgres.NewStoreAsync());

        CollectionAssert.AreEqual(one.Ledger.Secret, other.Ledger.Secret);
        CollectionAssert.AreNotEqual(one.Ledger.Secret, stranger.Ledger.Secret);
    }
}
