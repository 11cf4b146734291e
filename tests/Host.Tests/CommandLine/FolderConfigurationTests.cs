namespace JobQueue.Host.Tests.CommandLine;

/// <summary>What verbs that work on the ledger itself read is what <c>serve</c> reads.</summary>
[TestClass]
public sealed class FolderConfigurationTests
{
    [TestMethod]
    // ASPNETCORE_ENVIRONMENT, DOTNET_ENVIRONMENT, JobQueue__Store, the store that is read
    [DataRow(null, null, null, "production")]
    [DataRow("Staging", null, null, "staging")]
    [DataRow(null, "Staging", null, "staging")]
    [DataRow("Staging", "Development", null, "development")]
    [DataRow("Development", "Staging", null, "staging")]
    [DataRow("", "Staging", null, "staging")]
    [DataRow("Elsewhere", null, null, "any")]
    [DataRow("Staging", null, "variable", "variable")]
    public async Task Read_FilesOfSeveralEnvironments_AreThoseOfServe(string? asp, string? net, string? variable, string expected)
    {
        using var folder = new TempFolder();
        await SaveAsync(folder, "appsettings.json", "any");
        await SaveAsync(folder, "appsettings.Production.json", "production");
        await SaveAsync(folder, "appsettings.Staging.json", "staging");
        await SaveAsync(folder, "appsettings.Development.json", "development");
        var environment = new[] { ("ASPNETCORE_ENVIRONMENT", asp), ("DOTNET_ENVIRONMENT", net), ("JobQueue__Store", variable) }
            .Where(one => one.Item2 is not null).Select(one => (one.Item1, one.Item2!)).ToArray();

        var serve = await JobQueueProcess.RunAsync(["serve"], environment, folder: folder.Path);
        var key = await JobQueueProcess.RunAsync(["key", "list"], environment, folder: folder.Path);

        var said = $"found \"{expected}\", expected sqlite:PATH or postgres:CONNECTION-STRING";
        Assert.Contains(said, serve.Error);
        Assert.Contains(said, key.Error);
    }

    // None that there is: each is refused by its name.
    private static Task SaveAsync(TempFolder folder, string file, string store) =>
        File.WriteAllTextAsync(folder.File(file), $$"""{ "JobQueue": { "Store": "{{store}}" } }""");
}
