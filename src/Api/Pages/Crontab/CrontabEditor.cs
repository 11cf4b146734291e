using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Api.Pages.Crontab;

/// <summary>Opens, checks and saves the crontabs that are in force; no other file.</summary>
internal sealed class CrontabEditor(CrontabLoader loader, Ledger ledger, TimeProvider time) : IDisposable
{
    /// <summary>The largest crontab that is edited in a browser: 1 MiB.</summary>
    internal const int MostBytes = 1024 * 1024;

    private const char ByteOrderMark = '\uFEFF';
    private const string Crlf = "\r\n";

    // Between the look at a file and its replacement nobody else here saves.
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>The crontab, or why it cannot be edited.</summary>
    internal async Task<(OpenCrontab? Open, string? Fault)> OpenAsync(string file)
    {
        var (source, fault) = await ReadAsync(file);
        return source is null ? (null, fault) : (new OpenCrontab(file, Editable(source.Text), HashOf(source.Text)), null);
    }

    /// <summary>What a text would come to in the place of the file.</summary>
    internal async Task<CrontabCheck> CheckAsync(string file, string text)
    {
        var (_, before) = await loader.ReadAsync();
        var known = before.Errors.ToHashSet();
        var (_, parsed) = await loader.ReadAsync(new CrontabSource(file, text));
        return new CrontabCheck(
            parsed.Lines.Count(line => line.File == file),
            [.. parsed.Errors.Where(error => error.File == file || !known.Contains(error))],
            [.. parsed.Warnings.Where(warning => warning.File == file)]);
    }

    /// <summary>Puts a text without errors in the place of a file that is as it was when it was opened.</summary>
    /// <param name="file">The crontab, as it was given.</param>
    /// <param name="text">Lines that end in LF; they end in CRLF in a file whose first does.</param>
    /// <param name="hash">Of what was opened.</param>
    /// <param name="who">Who saves it.</param>
    internal async Task<Saving> SaveAsync(string file, string text, string hash, string? who)
    {
        await _gate.WaitAsync();
        try
        {
            var (source, fault) = await ReadAsync(file);
            if (source is null)
                return new Saving { Refusal = SaveRefusal.File, Fault = fault };
            var check = await CheckAsync(file, text);
            if (HashOf(source.Text) is var found && found != hash)
            {
                var other = new OpenCrontab(file, Editable(source.Text), found);
                return new Saving { Refusal = SaveRefusal.Changed, Check = check, Found = other };
            }

            if (check.Errors.Count > 0)
                return new Saving { Refusal = SaveRefusal.Faults, Check = check };
            FileReplacement.Write(file, Encoding.UTF8.GetBytes(As(source.Text, text)));
            await ledger.WriteAsync(connection => Note(connection, file, text, who));
            return new Saving { Check = check };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new Saving { Refusal = SaveRefusal.File, Fault = e.Message };
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<(CrontabSource? Source, string? Fault)> ReadAsync(string file)
    {
        if (!(await loader.FilesAsync()).Contains(file))
            return (null, $"\"{file}\" is not one of the crontabs.");
        var (source, fault) = loader.Read(file);
        return source is null ? (null, fault!.ToString())
            : Encoding.UTF8.GetByteCount(source.Text) > MostBytes ? (null, $"{file} is larger than 1 MiB, which is too much for a browser.")
            : (source, null);
    }

    private bool Note(LedgerConnection connection, string file, string text, string? who)
    {
        EventRows.Add(
            connection, time.GetUtcNow(), "crontab saved", who: who,
            reason: string.Create(CultureInfo.InvariantCulture, $"{file}, {CrontabText.Lines(text).Count()} lines"));
        return true;
    }

    // UTF-8 without a fault is the same bytes again.
    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Editable(string text) => text.TrimStart(ByteOrderMark).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The text with mark and line ends as another has them.</summary>
    private static string As(string before, string text)
    {
        var first = before.IndexOf('\n', StringComparison.Ordinal);
        var isCrlf = first > 0 && before[first - 1] == '\r';
        return (before is [ByteOrderMark, ..] ? ByteOrderMark.ToString() : "")
            + (isCrlf ? text.Replace("\n", Crlf, StringComparison.Ordinal) : text);
    }
}
