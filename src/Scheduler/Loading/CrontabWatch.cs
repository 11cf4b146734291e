using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler.Loading;

/// <summary>
/// Notices saved crontabs. It looks 20 times a second, which a save in place, a rename and a link's new target look alike to, on any file
/// system, and which costs less than notifications do in a folder where the ledger is written, too. A file that changed is read when it
/// was quiet for two looks.
/// </summary>
internal sealed partial class CrontabWatch(CrontabLoader loader, TimeProvider time, ILogger<CrontabWatch> logger)
{
    private const int QuietLooks = 2;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    /// <summary>Watches until cancelled.</summary>
    /// <param name="loaded">The stamp of what is loaded, taken before it was read.</param>
    /// <param name="cancel">Ends it.</param>
    internal async Task RunAsync(string loaded, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Look, time);
        var (seen, quiet) = (loaded, 0);
        while (await NextAsync(timer, cancel))
        {
            try
            {
                var now = await StampAsync();
                quiet = now == seen ? Math.Min(quiet + 1, QuietLooks) : 0;
                seen = now;
                if (quiet < QuietLooks || now == loaded)
                    continue;
                await loader.ReloadAsync(cancel);
                loaded = now;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                Log.Failed(logger, e);
                quiet = -(int)(BetweenTries / Look);
            }
        }
    }

    internal async Task<string> StampAsync() =>
        string.Join('\n', (await loader.FilesAsync()).Select(file => $"{file} {CrontabFiles.Stamp(file)}"));

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken cancel)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Error, "The crontab could not be reloaded; the schedule before it stays in force until it can")]
        internal static partial void Failed(ILogger logger, Exception e);
    }
}
