using System.Collections.Concurrent;
using System.Net;
using JobQueue.Jobs.Policy;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Keys;

/// <summary>How often a key may call, and how often an address may come with a wrong one.</summary>
internal sealed class CallLimits(IOptions<KeyringOptions> options, TimeProvider time)
{
    internal const int Burst = 2;

    /// <summary>Wrong keys of one address; of IPv6 one network of 64 bits, which is what one customer has.</summary>
    internal static readonly Rate Refusals = new(10, TimeSpan.FromSeconds(1));

    // Beyond so many addresses those that did nothing lately are forgotten, so that no flood of addresses fills the memory.
    private const int MostAddresses = 10_000;
    private const int NetworkBytes = 8;

    private readonly ConcurrentDictionary<string, TokenBucket> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IPAddress, TokenBucket> _refusals = new();
    private readonly TokenBucket _strangers = new(Refusals, Refusals.Count, time);

    /// <summary>Counts a call of a key; how long it has to wait, zero when it may go on.</summary>
    internal TimeSpan Call(string publicId)
    {
        var bucket = _calls.GetOrAdd(
            publicId, static (_, own) => new TokenBucket(own.Rate, own.Rate.Count * Burst, own.Time), (options.Value.Rate, Time: time));
        return bucket.TryTake() ? TimeSpan.Zero : bucket.UntilOne;
    }

    /// <summary>How long an address has to wait before a key of its is looked at.</summary>
    internal TimeSpan UntilLookedAt(IPAddress? address) => Bucket(address).UntilOne;

    /// <summary>Counts a wrong key of an address.</summary>
    internal void NoteRefusal(IPAddress? address) => Bucket(address).TryTake();

    private TokenBucket Bucket(IPAddress? address)
    {
        var network = Network(address ?? IPAddress.Loopback);
        if (_refusals.TryGetValue(network, out var known))
            return known;
        if (_refusals.Count >= MostAddresses)
            foreach (var (idle, _) in _refusals.Where(bucket => bucket.Value.IsFull))
                _refusals.TryRemove(idle, out _);
        // Where all of them are busy the others share one bucket.
        return _refusals.Count >= MostAddresses ? _strangers : _refusals.GetOrAdd(network, _ => new TokenBucket(Refusals, Refusals.Count, time));
    }

    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (bytes.Length > NetworkBytes * 2 - 1)
            bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
