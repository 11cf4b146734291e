using System.Globalization;

namespace JobQueue.Host.Systemd;

/// <summary>How often the service manager wants a sign of life: sd_watchdog_enabled(3).</summary>
internal static class WatchdogPeriod
{
    /// <summary>Half of <c>WATCHDOG_USEC</c>, as the man page recommends; null for never, or where another process is meant.</summary>
    internal static TimeSpan? Find() => Of(
        Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), Environment.ProcessId);

    internal static TimeSpan? Of(string? microseconds, string? pid, int ownPid) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var all) && all is > 1 and < long.MaxValue / 10
        && (string.IsNullOrEmpty(pid) || pid == ownPid.ToString(CultureInfo.InvariantCulture))
            ? TimeSpan.FromMicroseconds(all / 2)
            : null;
}
