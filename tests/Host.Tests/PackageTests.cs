using System.Diagnostics;
using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;

namespace JobQueue.Host.Tests;

/// <summary>The packages, as somebody uses them who has never seen this repository.</summary>
[TestClass]
public sealed class PackageTests
{
    private const string Version = "0.0.1-packed";

    // Portable PDB 1.0: the kind of custom debug information that is a document's source.
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private static readonly TempFolder Packages = new();

    // The packages of the build that these tests are of.
    [ClassInitialize]
    public static Task PackAsync(TestContext _) => Task.WhenAll(
        new[] { "Jobs", "Scheduler", "Api", "Host" }.Select(room => DotnetAsync(
            HouseTests.Root, "pack", Path.Combine("src", room), "--no-build", "-c", Configuration, "-o", Packages.Path, $"-p:PackageVersion={Version}")));

    [ClassCleanup]
    public static void Delete() => Packages.Dispose();

    [TestMethod]
    public async Task Pack_IntoANewWebApp_RunsItsJob()
    {
        using var folder = new TempFolder();
        var app = folder.File("app");

        await DotnetAsync(folder.Path, "new", "web", "--no-restore", "-o", app);
        File.WriteAllText(Path.Combine(app, "nuget.config"), Sources(folder.File("restored")));
        File.WriteAllText(Path.Combine(app, "Program.cs"), """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddJobQueue();
            var app = builder.Build();
            app.MapGet("/hello", (HttpContext context, IHostApplicationLifetime life) =>
            {
                Console.WriteLine($"hello {context.GetJobRun()!.User} {context.Request.Headers["X-Via-JobQueue"]}");
                life.StopApplication();
            });
            app.MapJobQueue("/jobqueue");
            app.Run();
            """);
        File.WriteAllText(Path.Combine(app, "jobs.crontab"), "@reboot  somebody  GET /hello\n");
        await DotnetAsync(app, "add", "package", "JobQueue.Api", "--version", Version, "--no-restore");
        var output = await DotnetAsync(app, "run", "--no-launch-profile", "--urls", "http://127.0.0.1:0");

        Assert.Contains("hello somebody yes", output);
    }

    [TestMethod]
    [DataRow("JobQueue.Jobs")]
    [DataRow("JobQueue.Scheduler")]
    [DataRow("JobQueue.Api")]
    public void Pack_Library_PutsNoFileIntoTheProjectThatRefersToIt(string package)
    {
        using var archive = ZipFile.OpenRead(Packages.File($"{package}.{Version}.nupkg"));

        var content = archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("content", StringComparison.OrdinalIgnoreCase));

        Assert.AreEqual("", string.Join(' ', content));
    }

    [TestMethod]
    public async Task Pack_AsATool_AnswersAndServes()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("nuget.config"), Sources(folder.File("restored")));
        File.WriteAllText(folder.File("jobs.crontab"), "@reboot  -  /echo --name once\n");

        await DotnetAsync(folder.Path, "tool", "install", "JobQueue", "--version", Version, "--tool-path", folder.File("tools"), "--configfile", "nuget.config");
        var next = await ToolAsync(folder, "no such line", "next", "--cron", "0 9 * * *", "--tz", "UTC", "--from", "2026-03-28T12:00", "--count", "1");
        var served = await ToolAsync(folder, "Succeeded after attempt 1", "serve", "--urls", "http://127.0.0.1:0", "--verbose");

        Assert.AreEqual("2026-03-29T09:00:00+00:00", next.Trim());
        Assert.Contains("of once: Succeeded after attempt 1 with status 200", served);
    }

    [TestMethod]
    [DataRow("JobQueue.Api")]
    [DataRow("JobQueue.Jobs")]
    [DataRow("JobQueue.Scheduler")]
    public async Task Pack_Package_HasDocsReadmeAndSources(string id)
    {
        using var package = ZipFile.OpenRead(Packages.File($"{id}.{Version}.nupkg"));
        using var symbols = ZipFile.OpenRead(Packages.File($"{id}.{Version}.snupkg"));
        using var pdb = new MemoryStream();
        await using (var entry = await symbols.GetEntry($"lib/net10.0/{id}.pdb")!.OpenAsync())
            await entry.CopyToAsync(pdb);

        Assert.IsNotNull(package.GetEntry($"lib/net10.0/{id}.xml"));
        Assert.IsNotNull(package.GetEntry("package.md"));
        Assert.IsEmpty(DocumentsWithoutSource(pdb));
    }

    /// <summary>What the tool prints, up to the line with this text, or to its end.</summary>
    private static async Task<string> ToolAsync(TempFolder folder, string upTo, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(folder.File("tools"), "jobqueue"), arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath) },
        })!;
        var printed = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            printed.AppendLine(line);
            if (line.Contains(upTo, StringComparison.Ordinal))
                process.Kill();
        }

        await process.WaitForExitAsync();
        return printed.ToString();
    }

    private static List<string> DocumentsWithoutSource(MemoryStream pdb)
    {
        pdb.Position = 0;
        using var provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
        var reader = provider.GetMetadataReader();
        return
        [
            .. reader.Documents
                .Where(document => !reader.GetCustomDebugInformation(document)
                    .Any(info => reader.GetGuid(reader.GetCustomDebugInformation(info).Kind) == EmbeddedSource))
                .Select(document => reader.GetString(reader.GetDocument(document).Name)),
        ];
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    // What was restored for this build is there already: nothing is asked of a registry.
    private static string Sources(string restored) => $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="{restored}" /></config>
          <packageSources><clear /><add key="packed" value="{Packages.Path}" /></packageSources>
          <fallbackPackageFolders><clear /><add key="restored" value="{Restored}" /></fallbackPackageFolders>
        </configuration>
        """;

    private static string Restored =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Development", ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_NOLOGO"] = "1" },
            },
        };
        process.Start();
        using var end = limit.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = await process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.AreEqual(0, process.ExitCode, $"dotnet {string.Join(' ', arguments)}:\n{await output}\n{error}");
        return await output;
    }
}
