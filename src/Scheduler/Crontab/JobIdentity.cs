using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Short hashes by which lines are known again. One is made for many lines, because it keeps its buffer.</summary>
internal sealed class JobIdentity
{
    private const int HashBytes = 8;

    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>The identity of a line without name: 16 hex digits of SHA-256.</summary>
    internal string Of(string schedule, TimeZoneInfo zone, string? target, JobRequest request)
    {
        Add(schedule);
        Add(zone.Id);
        Add(target ?? "");
        AddRequest(request);
        return TakeHash();
    }

    /// <summary>The fingerprint of a line: of its text, all that is in force for it, and what its data files contain.</summary>
    internal string Fingerprint(string line, string settings, TimeZoneInfo zone, JobRequest request)
    {
        Add(line);
        Add(settings);
        Add(zone.Id);
        Add(request.Body.Span);
        return TakeHash();
    }

    private void AddRequest(JobRequest request)
    {
        Add(request.User ?? "");
        Add(request.Method);
        Add(request.Uri);
        foreach (var (name, value) in request.Headers)
        {
            Add(name);
            Add(value);
        }

        Add(request.Body.Span);
    }

    private void Add(string text)
    {
        AddLength(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _content);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        AddLength(bytes.Length);
        _content.Write(bytes);
    }

    // Lengths keep "ab" + "c" apart from "a" + "bc".
    private void AddLength(int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_content.GetSpan(sizeof(int)), length);
        _content.Advance(sizeof(int));
    }

    private string TakeHash()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_content.WrittenSpan, hash);
        _content.ResetWrittenCount();
        return Convert.ToHexStringLower(hash[..HashBytes]);
    }
}
