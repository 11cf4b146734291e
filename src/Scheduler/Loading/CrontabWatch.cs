using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler.Loading;

/// <summary>
/// Notices saved crontabs. It looks every half second, which a save in place, a rename and a link's new target look alike to, on any file
/// system; a file that changed is read when it was quiet for one look.
/// </summary>
internal sealed partial class CrontabWatch(CrontabLoader loader, TimeProvider time, ILogger<CrontabWatch> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Watches until cancelled.</summary>
    /// <param name="loaded">The stamp of what is loaded, taken before it was read.</param>
    /// <param name="cancel">Ends it.</param>
    internal async Task RunAsync(string loaded, CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Look, time);
        var seen = loaded;
        while (await NextAsync(timer, cancel))
        {
            try
            {
                var now = await StampAsync();
                var isQuiet = now == seen;
                seen = now;
                if (!isQuiet || now == loaded)
                    continue;
                loaded = now;
                await loader.ReloadAsync(cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                Log.Failed(logger, e);
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
        [LoggerMessage(40, LogLevel.Error, "The crontab could not be reloaded; the schedule before it stays in force")]
        internal static partial void Failed(ILogger logger, Exception e);
    }
}
