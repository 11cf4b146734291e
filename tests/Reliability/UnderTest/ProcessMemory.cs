using System.Globalization;

namespace JobQueue.Reliability.UnderTest;

/// <summary>What a process has in memory, in MiB, as proc(5) says.</summary>
internal static class ProcessMemory
{
    private const double KibibytesAMebibyte = 1024;

    internal static double Now(int pid) => Read(pid, "VmRSS:");

    /// <summary>The most since it started, or since <see cref="ForgetMost"/>.</summary>
    internal static double Most(int pid) => Read(pid, "VmHWM:");

    internal static void ForgetMost(int pid) => File.WriteAllText($"/proc/{pid}/clear_refs", "5");

    private static double Read(int pid, string name)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        var kibibytes = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];
        return double.Parse(kibibytes, CultureInfo.InvariantCulture) / KibibytesAMebibyte;
    }
}
