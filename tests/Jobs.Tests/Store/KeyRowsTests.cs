using System.Text;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

[TestClass]
public sealed class KeyRowsTests
{
    [TestMethod]
    public async Task Add_NameTwice_KeepsTheFirst()
    {
        await using var fixture = new LedgerFixture();
        var (first, second) = (ApiKey.New(), ApiKey.New());

        var added = (await AddAsync(fixture, first, Role.Viewer), await AddAsync(fixture, second, Role.Admin));
        var kept = await fixture.Ledger.ReadAsync(KeyRows.All);

        Assert.AreEqual((true, false), added);
        Assert.AreEqual(Row(first, Role.Viewer), kept.Single());
    }

    [TestMethod]
    public async Task Revoke_Key_IsGoneAndTold()
    {
        await using var fixture = new LedgerFixture();
        await AddAsync(fixture, ApiKey.New(), Role.Operator);

        var revoked = await fixture.Ledger.WriteAsync(connection => KeyRows.Revoke(connection, "anna", "berta", LedgerFixture.Now));
        var again = await fixture.Ledger.WriteAsync(connection => KeyRows.Revoke(connection, "anna", "berta", LedgerFixture.Now));
        var events = await fixture.Ledger.ReadAsync(connection => connection.All(
            "SELECT kind, who, reason FROM events ORDER BY seq", row => $"{row.String(0)} by {row.Text(1)}: {row.Text(2)}"));

        Assert.AreEqual((true, false), (revoked, again));
        Assert.IsEmpty(await fixture.Ledger.ReadAsync(KeyRows.All));
        CollectionAssert.AreEqual(new[] { "key added by local: anna: operator", "key revoked by berta: anna" }, events);
    }

    [TestMethod]
    public async Task NoteUse_Key_IsKept()
    {
        await using var fixture = new LedgerFixture();
        var key = ApiKey.New();
        await AddAsync(fixture, key, Role.Admin);

        await fixture.Ledger.WriteAsync(connection => KeyRows.NoteUse(connection, key.PublicId, LedgerFixture.Now.AddHours(1)));

        Assert.AreEqual(LedgerFixture.Now.AddHours(1), (await fixture.Ledger.ReadAsync(KeyRows.All)).Single().LastUsed);
    }

    [TestMethod]
    public async Task Add_Key_LeavesNothingOfItInTheFiles()
    {
        await using var fixture = new LedgerFixture();
        var key = ApiKey.New();
        await AddAsync(fixture, key, Role.Admin);
        await fixture.ReopenAsync();

        var files = Directory.GetFiles(Path.GetDirectoryName(fixture.Path)!).Where(HoldsRows).Select(Read).ToList();

        Assert.IsNotEmpty(files);
        Assert.IsEmpty(files.Where(text => text.Contains(key.Text[20..84], StringComparison.Ordinal)));
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows)]
    public async Task Open_NewLedger_IsItsOwnersAlone()
    {
        await using var fixture = new LedgerFixture();
        await AddAsync(fixture, ApiKey.New(), Role.Admin);

        var modes = Directory.GetFiles(Path.GetDirectoryName(fixture.Path)!, "*.db*").Where(HoldsRows).Select(Mode).ToArray();

        CollectionAssert.AreEqual(Enumerable.Repeat(UnixFileMode.UserRead | UnixFileMode.UserWrite, 3).ToArray(), modes);
    }

    private static Task<bool> AddAsync(LedgerFixture fixture, ApiKey key, Role role) =>
        fixture.Ledger.WriteAsync(connection => KeyRows.Add(connection, Row(key, role), KeyName.Local, LedgerFixture.Now));

    private static KeyRow Row(ApiKey key, Role role) =>
        new() { Name = "anna", Role = role, PublicId = key.PublicId, Hash = key.Hash(), Created = LedgerFixture.Now };

    // The lock and the pid beside it tell nothing.
    private static bool HoldsRows(string file) => Path.GetExtension(file) is not (".lock" or ".pid");

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);

    private static string Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var text = new StreamReader(stream, Encoding.Latin1);
        return text.ReadToEnd();
    }
}
