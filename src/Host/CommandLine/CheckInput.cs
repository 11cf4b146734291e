using System.Text;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Host.CommandLine;

/// <summary>Reads what <c>check</c> is given: files, and the standard input as <c>-</c>.</summary>
internal static class CheckInput
{
    private const string StandardInput = "-";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or why it cannot be read.</summary>
    internal static (CrontabSource? Source, TextError? Fault) Read(string path, Stream input) =>
        path == StandardInput ? Read(input)
        : path.Length == 0 ? Fault(path, "an empty name", "a file's name")
        : Directory.Exists(path) ? Fault(path, "a folder", "a file")
        : CrontabFiles.Read(path, byAnyone: true);

    private static (CrontabSource? Source, TextError? Fault) Read(Stream input)
    {
        var bytes = new byte[CrontabLimits.MostFileBytes + 1];
        var length = input.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > CrontabLimits.MostFileBytes)
            return Fault(StandardInput, "a longer text", $"at most {CrontabLimits.MostFileBytes >> 20} MiB");
        try
        {
            return (new CrontabSource(StandardInput, Utf8.GetString(bytes, 0, length)), null);
        }
        catch (DecoderFallbackException e)
        {
            return Fault(StandardInput, "the text", $"UTF-8: byte {e.Index + 1} is not ({e.BytesUnknown?.FirstOrDefault():x2})");
        }
    }

    private static (CrontabSource? Source, TextError? Fault) Fault(string path, string found, string expected) =>
        (null, new TextError(path, 0, 0, found, expected));
}
