using System.Diagnostics;
using System.Text;

namespace JobQueue.Reliability.Crontabs;

/// <summary>A way to save a crontab.</summary>
/// <param name="Name">What it is.</param>
/// <param name="IsGood">Whether what stands there then is in force; else the schedule before stays.</param>
/// <param name="DoAsync">
/// Given the path, and the text that would be good. The longest time between two steps of it: after half a second what stands there is
/// read.
/// </param>
internal sealed record Save(string Name, bool IsGood, Func<string, string, Task<TimeSpan>> DoAsync)
{
    private const int BetweenDripsMilliseconds = 150;
    private const int AwayMilliseconds = 700;

    internal static readonly IReadOnlyList<Save> All =
    [
        //  way                       good
        new("in place",               true,  Do(File.WriteAllText)),
        new("renamed",                true,  Do(Rename)),
        new("link swapped",           true,  Do(SwapLink)),
        new("dripping",               true,  DripAsync),
        new("deleted, then back",     true,  DeleteAndBringBackAsync),
        new("CRLF",                   true,  Do((path, text) => File.WriteAllText(path, text.ReplaceLineEndings("\r\n")))),
        new("byte order mark",        true,  Do((path, text) => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))),
        new("no end of the last",     true,  Do((path, text) => File.WriteAllText(path, text.TrimEnd('\n')))),
        new("deleted",                false, Do((path, _) => File.Delete(path))),
        new("a folder",               false, Do((path, _) => Replace(path))),
        new("binary",                 false, Do((path, _) => File.WriteAllBytes(path, [.. Enumerable.Range(0, 2000).Select(number => (byte)(number * 37))]))),
        new("a NUL",                  false, Do((path, text) => File.WriteAllText(path, text.Insert(text.Length / 2, "\0")))),
        new("UTF-16",                 false, Do((path, text) => File.WriteAllText(path, text, Encoding.Unicode))),
        new("UTF-16, unmarked",       false, Do((path, text) => File.WriteAllBytes(path, Encoding.Unicode.GetBytes(text)))),
        new("a bad line among good",  false, Do((path, text) => File.WriteAllText(path, text + "61 * * * *  -  /echo\n" + text))),
        new("only bad lines",         false, Do((path, _) => File.WriteAllText(path, "nonsense\n* * *\n"))),
    ];

    private static Func<string, string, Task<TimeSpan>> Do(Action<string, string> save) => (path, text) =>
    {
        save(path, text);
        return Task.FromResult(TimeSpan.Zero);
    };

    private static void Rename(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private static void SwapLink(string path, string text)
    {
        var target = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllText(target, text);
        File.CreateSymbolicLink(path + ".link", target);
        File.Move(path + ".link", path, overwrite: true);
    }

    // Cut to nothing at first, as an editor or a slow copy does.
    private static async Task<TimeSpan> DripAsync(string path, string text)
    {
        var (longest, watch) = (TimeSpan.Zero, Stopwatch.StartNew());
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await Task.Delay(BetweenDripsMilliseconds);
            await file.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
            longest = watch.Elapsed > longest ? watch.Elapsed : longest;
            watch.Restart();
        }

        return longest;
    }

    private static async Task<TimeSpan> DeleteAndBringBackAsync(string path, string text)
    {
        File.Delete(path);
        await Task.Delay(AwayMilliseconds);
        await File.WriteAllTextAsync(path, text);
        return TimeSpan.Zero;
    }

    private static void Replace(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }
}
