using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Scheduler.Times;

/// <summary>What a schedule leaves to chance, settled by the job: the same after a restart, on every machine, in every version.</summary>
/// <param name="Seed">The job's name, else its identity.</param>
internal readonly record struct Draw(string Seed)
{
    /// <summary>A number from <paramref name="first"/> to <paramref name="last"/>, each as likely; another one for another purpose.</summary>
    internal int Between(int first, int last, string purpose)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed}\n{purpose}"), hash);
        // 64 bits over at most 86,401 values: the favour to the smallest is beyond measuring.
        return first + (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)(last - first + 1));
    }
}
