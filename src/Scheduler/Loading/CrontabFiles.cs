using System.Text;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Crontab;
using Microsoft.Win32.SafeHandles;

namespace JobQueue.Scheduler.Loading;

/// <summary>Reads crontabs and the files their lines name from the disk.</summary>
internal static class CrontabFiles
{
    private static readonly TimeSpan MostForEmpty = TimeSpan.FromSeconds(3);
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's text, or why it cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="byAnyone">Whether it is read whoever may write it.</param>
    internal static (CrontabSource? Source, TextError? Fault) Read(string path, bool byAnyone)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > CrontabLimits.MostFileBytes)
                return (null, Fault(path, $"a file of at most {CrontabLimits.MostFileBytes >> 20} MiB"));
            using var file = Open(path, length);
            if (file is null)
                return (null, Fault(path, "a regular file, not a pipe or a device"));
            // Of the open file: the path may lead to another one by now.
            if (!byAnyone && CrontabWriters.Fault(file, path) is { } untrusted)
                return (null, untrusted);
            var bytes = Content(file);
            return bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]
                ? (null, Fault(path, "UTF-8: this is UTF-16, by its first two bytes"))
                : (new CrontabSource(path, Utf8.GetString(bytes)), null);
        }
        catch (DecoderFallbackException e)
        {
            return (null, Fault(path, $"UTF-8: byte {e.Index + 1} is not ({e.BytesUnknown?.FirstOrDefault():x2})"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, new TextError(path, 0, 0, "no such file", "a crontab"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Fault(path, $"a file that can be read ({e.Message})"));
        }
    }

    /// <summary>
    /// What changes when the file is saved, in place, by rename, or by another target of its link; and when others may write it.
    /// </summary>
    internal static string Stamp(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!target.Exists)
                return "";
            var writers = CrontabWriters.Stamp(target.FullName);
            return $"{target.FullName}:{target.Length}:{target.LastWriteTimeUtc.Ticks}:{target.CreationTimeUtc.Ticks}:{writers}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    /// <summary>When the file was saved last; the beginning of time where it cannot be seen.</summary>
    internal static DateTimeOffset Saved(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file) is { Exists: true } target ? target.LastWriteTimeUtc : DateTimeOffset.MinValue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return DateTimeOffset.MinValue;
        }
    }

    /// <summary>How long the file is; 0 where it cannot be seen.</summary>
    internal static long Bytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file) is { Exists: true } target ? target.Length : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Reads the file of <c>-d @file</c>: a regular one below the crontab's folder, links followed, of at most 1 MiB.</summary>
    internal static DataFile ReadData(string crontabPath, string dataPath)
    {
        const int mostBytes = 1024 * 1024;
        const string below = "a file below the crontab's folder";
        var folder = Path.GetDirectoryName(Path.GetFullPath(crontabPath))!;
        if (Path.IsPathRooted(dataPath) || dataPath.Split('/').Contains(".."))
            return new DataFile(default, below);
        try
        {
            var path = Path.Combine(folder, dataPath);
            var real = RealPath.Of(path);
            if (!IsBelow(real, RealPath.Of(folder)))
                return new DataFile(default, below);
            var file = new FileInfo(real);
            if (file.Length > mostBytes)
                return new DataFile(default, "a file of at most 1 MiB");
            using var open = Open(real, file.Length);
            return open is null ? new DataFile(default, "a regular file, not a pipe or a device") : new DataFile(Content(open));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new DataFile(default, $"a file that can be read ({e.Message})");
        }
    }

    /// <summary>Whether a path leads into a folder, which may be the root; both without links.</summary>
    internal static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Opens a regular file, or a device that is always empty; null for anything else.</summary>
    private static SafeFileHandle? Open(string path, long length)
    {
        // Pipes and devices have no length, and may keep whoever opens them waiting, or reading, for ever.
        if (length > 0)
            return File.OpenHandle(path);
        // On a thread of its own: of a pool whose threads are all taken it would not begin in time.
        var first = Task.Factory.StartNew(
            () =>
            {
                using var file = File.OpenRead(path);
                return file.CanSeek && file.ReadByte() < 0;
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.WaitAny([first], MostForEmpty) == 0 && first.GetAwaiter().GetResult() ? File.OpenHandle(path) : null;
    }

    private static byte[] Content(SafeFileHandle file)
    {
        using var stream = new FileStream(file, FileAccess.Read, bufferSize: 0);
        var bytes = new byte[stream.Length];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static TextError Fault(string path, string expected) => new(path, 0, 0, "the file", expected);
}
