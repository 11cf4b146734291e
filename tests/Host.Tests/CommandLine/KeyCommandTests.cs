using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class KeyCommandTests
{
    [TestMethod]
    // command line, what is said
    [DataRow("key add anna", "jobqueue: Option '--role' is required; see jobqueue key add --help\n")]
    [DataRow("key add anna --role root", "jobqueue: --role: found \"root\", expected one of viewer, operator, admin; see jobqueue key add --help\n")]
    [DataRow("key add local --role admin", "jobqueue: found the name \"local\", expected letters, digits, ._-, at most 100, no UUID, and not \"local\"; see jobqueue key add --help\n")]
    [DataRow("key add a.b --role admin --print-only", "jobqueue: found the name \"a.b\", expected letters, digits and single _ for --print-only: it is part of a variable's name; see jobqueue key add --help\n")]
    [DataRow("key add a__b --role admin --print-only", "jobqueue: found the name \"a__b\", expected letters, digits and single _ for --print-only: it is part of a variable's name; see jobqueue key add --help\n")]
    [DataRow("key revoke", "jobqueue: Required argument missing for command: 'revoke'; see jobqueue key revoke --help\n")]
    public async Task Key_WrongUsage_IsOneLineAndCode2(string line, string expected)
    {
        var result = await JobQueueProcess.RunAsync(line.Split(' '));

        Assert.AreEqual(new CommandResult(2, "", expected), result);
    }

    [TestMethod]
    public async Task Key_OnTheLedger_IsAddedListedAndRevoked()
    {
        using var folder = new TempFolder();

        var added = await RunAsync(folder, "add", "anna", "--role", "admin");
        var again = await RunAsync(folder, "add", "anna", "--role", "viewer");
        var listed = await RunAsync(folder, "list", "--output", "json");
        var revoked = await RunAsync(folder, "revoke", "anna");
        var gone = await RunAsync(folder, "revoke", "anna");

        StringAssert.Matches(added.Output, new("^jq_[0-9a-f]{16}_[0-9a-f]{72}\n$"));
        Assert.AreEqual((1, "jobqueue: There is a key \"anna\" already; revoke it first, or choose another name\n"), (again.ExitCode, again.Error));
        var key = JsonNode.Parse(listed.Output)!["items"]!.AsArray().Single()!;
        Assert.AreEqual(("anna", "admin", added.Output[3..19]), ((string)key["name"]!, (string)key["role"]!, (string)key["publicId"]!));
        Assert.AreEqual(new CommandResult(0, "revoked anna\n", ""), revoked);
        Assert.AreEqual((1, "jobqueue: There is no key \"anna\" in this ledger; see `jobqueue key list`\n"), (gone.ExitCode, gone.Error));
    }

    [TestMethod]
    // command line
    [DataRow("list")]
    [DataRow("revoke anna")]
    public async Task Key_NoLedger_IsRefusedAndNoneIsMade(string line)
    {
        using var folder = new TempFolder();

        var result = await RunAsync(folder, line.Split(' '));

        var expected = $"jobqueue: there is no ledger {folder.File("jobqueue.db")}; name it with --store, or the server that has it with --server\n";
        Assert.AreEqual(new CommandResult(1, "", expected), result);
        Assert.IsEmpty(Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    public async Task Key_AddWithoutALedger_SaysWhichItMade()
    {
        using var folder = new TempFolder();

        var first = await RunAsync(folder, "add", "anna", "--role", "admin");
        var second = await RunAsync(folder, "add", "ben", "--role", "admin");

        Assert.AreEqual(($"jobqueue: made the ledger {folder.File("jobqueue.db")}\n", ""), (first.Error, second.Error));
    }

    [TestMethod]
    public async Task Key_FirstOfTheLedger_IsAnAdmins()
    {
        using var folder = new TempFolder();

        var refused = await RunAsync(folder, "add", "anna", "--role", "operator");
        var first = await RunAsync(folder, "add", "anna", "--role", "admin");
        var second = await RunAsync(folder, "add", "ben", "--role", "operator");

        Assert.AreEqual((1, 0, 0), (refused.ExitCode, first.ExitCode, second.ExitCode));
        Assert.EndsWith(
            "jobqueue: The first key is to be an admin's, who makes the others: from then on nobody comes in without one\n", refused.Error);
    }

    [TestMethod]
    public async Task Key_SecondBesideAConfiguredOne_MayBeOfAnyRole()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), """{"JobQueue": {"Keys": {"anna": {"Role": "admin"}}}}""");

        var result = await RunAsync(folder, "add", "ben", "--role", "viewer");

        Assert.AreEqual(0, result.ExitCode, result.Error);
    }

    [TestMethod]
    public async Task Key_SettingsThatAreNoJson_AreRefused()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), "{ no");

        var key = await RunAsync(folder, "list");
        var backup = await JobQueueProcess.RunAsync(["backup", "copy.db"], folder: folder.Path);

        Assert.AreEqual((78, 78), (key.ExitCode, backup.ExitCode));
        Assert.AreEqual(key.Error, backup.Error);
        Assert.MatchesRegex("^jobqueue: .*appsettings\\.json.*\n$", key.Error);
    }

    [TestMethod]
    public async Task Key_PrintOnly_IsThatOfTheSettings()
    {
        using var folder = new TempFolder();

        var result = await RunAsync(folder, "add", "ci", "--role", "viewer", "--print-only");

        var lines = result.Output.Split('\n');
        StringAssert.Matches(lines[1], new($"^JobQueue__Keys__ci__Hash={lines[0][3..19]}:[0-9a-f]{{64}}$"));
        Assert.AreEqual("JobQueue__Keys__ci__Role=viewer", lines[2]);
        Assert.IsEmpty(Directory.GetFiles(folder.Path));
    }

    [TestMethod]
    // command line, what is asked, body, answer, what is printed
    [DataRow("add anna --role admin", "POST /api/keys", """{"name":"anna","role":"admin"}""", """{"key":"jq_1_2"}""", "jq_1_2\n")]
    [DataRow("revoke anna", "DELETE /api/keys/anna", "", "", "revoked anna\n")]
    public async Task Key_WithAServer_AsksIt(string line, string asked, string sent, string answer, string expected)
    {
        await using var api = await StubApi.StartAsync((asked, new StubAnswer(200, answer)));

        var result = await api.RunAsync(["key", .. line.Split(' '), "--key", "jq_a"]);

        Assert.AreEqual(new CommandResult(0, expected, ""), result);
        Assert.AreEqual(new StubRequest(asked, sent, "Bearer jq_a"), api.Requests.Single());
    }

    private static Task<CommandResult> RunAsync(TempFolder folder, params string[] words) => JobQueueProcess.RunAsync(["key", .. words], folder: folder.Path);
}
