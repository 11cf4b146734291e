using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Says at start which settings of section <c>JobQueue</c> nobody reads: they are misspelt.</summary>
internal sealed partial class SettingCheck(IConfiguration configuration, IOptions<JobQueueOptions> options, ILogger<SettingCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (path, nearest) in KnownSettings.UnknownIn(configuration.GetSection("JobQueue"), options.Value.IsHost))
            if (nearest is null)
                Log.Unknown(logger, path);
            else
                Log.Misspelt(logger, path, nearest);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(58, LogLevel.Warning, "There is no setting {Path}: it does nothing")]
        internal static partial void Unknown(ILogger logger, string path);

        [LoggerMessage(59, LogLevel.Warning, "There is no setting {Path}: it does nothing. Did you mean {Nearest}?")]
        internal static partial void Misspelt(ILogger logger, string path, string nearest);
    }
}
