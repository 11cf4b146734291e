using System.Net;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class ReservedAddressesTests
{
    private static readonly Func<string, CancellationToken, Task<IPAddress[]>> NoNames = (_, _) => Task.FromResult<IPAddress[]>([]);

    private readonly ConnectionGuard _confined = new(() => [7070], isConfined: true, NoNames, TimeProvider.System);
    private readonly ConnectionGuard _open = new(() => [7070], isConfined: false, NoNames, TimeProvider.System);

    [TestMethod]
    // The address before a range, its first and its last, the address behind it; null where that is in another range
    [DataRow(null, "0.0.0.0", "0.255.255.255", "1.0.0.0")]
    [DataRow("9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0")]
    [DataRow("100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0")]
    [DataRow("126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0")]
    [DataRow("168.63.129.15", "168.63.129.16", "168.63.129.16", "168.63.129.17")]
    [DataRow("169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0")]
    [DataRow("172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0")]
    [DataRow("191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0")]
    [DataRow("192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0")]
    [DataRow("192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0")]
    [DataRow("192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0")]
    [DataRow("198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0")]
    [DataRow("198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0")]
    [DataRow("203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0")]
    [DataRow("223.255.255.255", "224.0.0.0", "239.255.255.255", null)]
    [DataRow(null, "240.0.0.0", "255.255.255.255", null)]
    [DataRow(null, "::", "::1", null)]
    [DataRow(null, "::2", "::ffff:ffff", null)]
    [DataRow(null, "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", null)]
    [DataRow(null, "100::", "100::ffff:ffff:ffff:ffff", null)]
    [DataRow("2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [DataRow("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [DataRow("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [DataRow("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "4000::", "fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [DataRow(null, "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [DataRow(null, "fd00:ec2::254", "fd00:ec2::254", null)]
    [DataRow(null, "fe80::", "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [DataRow(null, "fec0::", "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [DataRow(null, "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    // Within addresses of IPv6: mapped, NAT64, 6to4
    [DataRow("::ffff:9.255.255.255", "::ffff:10.0.0.0", "::ffff:10.255.255.255", "::ffff:11.0.0.0")]
    [DataRow("64:ff9b::9.255.255.255", "64:ff9b::10.0.0.0", "64:ff9b::10.255.255.255", "64:ff9b::11.0.0.0")]
    [DataRow("64:ff9b::169.253.255.255", "64:ff9b::169.254.0.0", "64:ff9b::169.254.255.255", "64:ff9b::169.255.0.0")]
    [DataRow("2002:9ff:ffff::", "2002:a00::", "2002:aff:ffff:ffff:ffff:ffff:ffff:ffff", "2002:b00::")]
    [DataRow("2002:7eff:ffff::", "2002:7f00::", "2002:7fff:ffff::1", "2002:8000::")]
    public void Refusal_ConfinedRun_HoldsFromTheFirstToTheLast(string? before, string first, string last, string? behind)
    {
        Assert.AreEqual((before is null, true, true, behind is null), (IsRefused(before), IsRefused(first), IsRefused(last), IsRefused(behind)));
    }

    [TestMethod]
    // Address, port, what is said to runs of the crontab and of targets
    [DataRow("127.0.0.1", 80, null)]
    [DataRow("10.0.0.1", 80, null)]
    [DataRow("127.0.0.1", 7070, "this process's own")]
    [DataRow("0.0.0.0", 7070, "this process's own")]
    [DataRow("::1", 7070, "this process's own")]
    [DataRow("::ffff:127.0.0.1", 7070, "this process's own")]
    [DataRow("10.0.0.1", 7070, null)]
    [DataRow("169.254.169.254", 80, "link-local")]
    [DataRow("fe80::1", 80, "link-local")]
    [DataRow("64:ff9b::a9fe:a9fe", 80, "link-local")]
    [DataRow("2002:a9fe:a9fe::", 80, "link-local")]
    public void Refusal_OtherRun_IsForLinkLocalAndOwnPorts(string address, int port, string? expected)
    {
        var refusal = _open.Refusal(IPAddress.Parse(address), port);

        StringAssert.Contains(refusal ?? "none", expected ?? "none");
    }

    private bool IsRefused(string? address) => address is null || _confined.Refusal(IPAddress.Parse(address), 80) is not null;
}
