using System.Net;
using System.Net.Sockets;

namespace JobQueue.Jobs.Sending;

/// <summary>Addresses that are no public server's (IANA's registries of special-purpose addresses, RFC 6890).</summary>
internal static class ReservedAddresses
{
    private static readonly (IPNetwork Range, string Kind)[] Ranges =
    [
        .. Table(
            ("0.0.0.0/8", "this network"),
            ("10.0.0.0/8", "private"),
            ("100.64.0.0/10", "shared by a carrier's customers"),
            ("127.0.0.0/8", "loopback"),
            ("169.254.0.0/16", "link-local"),
            ("168.63.129.16/32", "a cloud's own"),
            ("172.16.0.0/12", "private"),
            ("192.0.0.0/24", "reserved"),
            ("192.0.2.0/24", "for documentation"),
            ("192.88.99.0/24", "a 6to4 relay"),
            ("192.168.0.0/16", "private"),
            ("198.18.0.0/15", "for benchmarks"),
            ("198.51.100.0/24", "for documentation"),
            ("203.0.113.0/24", "for documentation"),
            ("224.0.0.0/4", "multicast"),
            ("240.0.0.0/4", "reserved"),
            ("::/128", "no address"),
            ("::1/128", "loopback"),
            ("64:ff9b:1::/48", "a translator's own"),
            ("100::/64", "discarded"),
            ("2001::/23", "reserved"),
            ("2001:db8::/32", "for documentation"),
            ("3fff::/20", "for documentation"),
            ("fc00::/7", "private"),
            ("fe80::/10", "link-local"),
            ("fec0::/10", "private"),
            ("ff00::/8", "multicast")),
    ];

    // RFC 4291 2.4: all that is given out as global unicast.
    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");

    // RFC 6052 2.1; the IPv4 address is the last 32 bits.
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    // RFC 3056; the IPv4 address follows the first 16 bits.
    private static readonly IPNetwork Tunnelled = IPNetwork.Parse("2002::/16");

    /// <summary>What the address is kept for; null for a public server's. An address that embeds another is looked at alone.</summary>
    internal static string? KindOf(IPAddress address)
    {
        foreach (var (range, kind) in Ranges)
            if (range.Contains(address))
                return kind;
        var isGlobal = address.AddressFamily == AddressFamily.InterNetwork || Global.Contains(address);
        return isGlobal || EmbeddedIn(address) is not null ? null : "reserved";
    }

    /// <summary>The IPv4 address that packets to this one end at: mapped (RFC 4291 2.5.5.2), NAT64, 6to4; null for none.</summary>
    internal static IPAddress? EmbeddedIn(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        if (Translated.Contains(address))
            return new IPAddress(bytes.AsSpan(12, 4));
        return Tunnelled.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4)) : null;
    }

    private static IEnumerable<(IPNetwork Range, string Kind)> Table(params (string Range, string Kind)[] rows) =>
        rows.Select(row => (IPNetwork.Parse(row.Range), row.Kind));
}
