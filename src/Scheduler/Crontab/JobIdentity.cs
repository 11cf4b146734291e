using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Short hashes by which lines are known again.</summary>
internal static class JobIdentity
{
    private const int HashBytes = 8;

    /// <summary>The identity of a line without name: 16 hex digits of SHA-256.</summary>
    internal static string Of(string schedule, TimeZoneInfo zone, string? target, JobRequest request)
    {
        var content = new ArrayBufferWriter<byte>(512);
        Add(content, schedule);
        Add(content, zone.Id);
        Add(content, target ?? "");
        AddRequest(content, request);
        return Hash(content);
    }

    /// <summary>The fingerprint of a line: of its text, all that is in force for it, and what its data files contain.</summary>
    internal static string Fingerprint(string line, string settings, TimeZoneInfo zone, JobRequest request)
    {
        var content = new ArrayBufferWriter<byte>(1024);
        Add(content, line);
        Add(content, settings);
        Add(content, zone.Id);
        Add(content, request.Body.Span);
        return Hash(content);
    }

    private static void AddRequest(ArrayBufferWriter<byte> content, JobRequest request)
    {
        Add(content, request.User ?? "");
        Add(content, request.Method);
        Add(content, request.Uri);
        foreach (var (name, value) in request.Headers)
        {
            Add(content, name);
            Add(content, value);
        }

        Add(content, request.Body.Span);
    }

    private static void Add(ArrayBufferWriter<byte> content, string text)
    {
        AddLength(content, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, content);
    }

    private static void Add(ArrayBufferWriter<byte> content, ReadOnlySpan<byte> bytes)
    {
        AddLength(content, bytes.Length);
        content.Write(bytes);
    }

    // Lengths keep "ab" + "c" apart from "a" + "bc".
    private static void AddLength(ArrayBufferWriter<byte> content, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(content.GetSpan(sizeof(int)), length);
        content.Advance(sizeof(int));
    }

    private static string Hash(ArrayBufferWriter<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content.WrittenSpan, hash);
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
