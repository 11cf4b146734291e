using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler.Loading;

/// <summary>
/// Notices saved crontabs. It looks when a file was saved in the folder of one, and every two seconds, as some file systems give no
/// notice and a link's target may lie anywhere. A file that changed is read when it was quiet for a while, for longer when it is shorter than
/// what is in force: it may be on its way, and every line it lacks is a job removed.
/// </summary>
internal sealed partial class CrontabWatch(CrontabLoader loader, TimeProvider time, ILogger<CrontabWatch> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuietWhenShorter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Of the files as they are in force.
    private long _bytes;
    private volatile bool _mustCompare;

    /// <summary>Watches until cancelled.</summary>
    /// <param name="loaded">The stamp of what is loaded, taken before it was read.</param>
    /// <param name="cancel">Ends it.</param>
    internal async Task RunAsync(string loaded, CancellationToken cancel)
    {
        _bytes = await BytesAsync();
        using var notices = FolderNotices.Begin(await FoldersAsync(), () => _wake.Writer.TryWrite(true));
        await using var timer = time.CreateTimer(_ => _wake.Writer.TryWrite(true), null, Look, Look);
        try
        {
            while (await _wake.Reader.ReadAsync(cancel))
                loaded = await LookAsync(loaded, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>Another process's crontabs may be in force: it looks, and says so where it shows its own.</summary>
    internal void Compare()
    {
        _mustCompare = true;
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Loads what was saved, once it is quiet; the stamp of what is loaded then.</summary>
    private async Task<string> LookAsync(string loaded, CancellationToken cancel)
    {
        try
        {
            var seen = await StampAsync();
            for (var before = loaded; seen != before; seen = await StampAsync())
            {
                before = seen;
                await Task.Delay(await BytesAsync() < _bytes ? QuietWhenShorter : Quiet, time, cancel);
            }

            if (seen == loaded)
            {
                await CompareAsync();
                return seen;
            }

            var bytes = await BytesAsync();
            await loader.ReloadAsync(cancel);
            if (loader.Status.IsHealthy)
                _bytes = bytes;
            return seen;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Log.Failed(logger, e);
            await Task.Delay(BetweenTries, time, cancel);
            return loaded;
        }
    }

    private async Task CompareAsync()
    {
        if (!_mustCompare)
            return;
        _mustCompare = false;
        try
        {
            await loader.CompareAsync();
        }
        catch
        {
            _mustCompare = true;
            throw;
        }
    }

    internal async Task<string> StampAsync() =>
        string.Join('\n', (await loader.FilesAsync()).Select(file => $"{file} {CrontabFiles.Stamp(file)}"));

    private async Task<long> BytesAsync() => (await loader.FilesAsync()).Sum(CrontabFiles.Bytes);

    private async Task<IEnumerable<string>> FoldersAsync()
    {
        var files = await loader.FilesAsync();
        return (files.Count > 0 ? files : [CrontabLoader.DefaultFile]).Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!).Distinct();
    }

    private static partial class Log
    {
        [LoggerMessage(40, LogLevel.Error, "The crontab could not be reloaded; the schedule before it stays in force until it can")]
        internal static partial void Failed(ILogger logger, Exception e);
    }
}
