using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Pages.About;

/// <summary>What runs here, and what is kept.</summary>
internal static class AboutEndpoints
{
    private const string LogSuffix = "-wal";

    internal static void Map(IEndpointRouteBuilder pages) => pages.MapRead("/about", Get).Needs(Access.Viewer);

    private static PageResult Get(Ledger ledger, IOptions<JobQueueOptions> options)
    {
        using var process = Process.GetCurrentProcess();
        return AboutPage.Of(new AboutView(
            typeof(AboutEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            ledger.Name,
            ledger.File is { } file ? Bytes(file) + Bytes(file + LogSuffix) : null,
            new DateTimeOffset(process.StartTime),
            process.Id,
            ledger.NodeName,
            RuntimeInformation.FrameworkDescription,
            RuntimeInformation.OSDescription,
            ledger.EngineVersion,
            options.Value.Retention));
    }

    private static long Bytes(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
