using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace JobQueue.Jobs;

/// <summary>
/// Steps at which a Debug build can be made to end: <c>JOBQUEUE_FAILPOINT=STEP:ACTION[:NTH]</c> sends this process a signal when the step
/// is reached for the nth time (1 unless said), or with the action <c>memory</c> has it get no memory. Release builds have none of the calls.
/// </summary>
internal static class Failpoint
{
    internal const string BeforeIntent = "before-intent";
    internal const string AfterIntent = "after-intent";
    internal const string MidBody = "mid-body";
    internal const string BeforeCommit = "before-commit";
    internal const string AfterCommit = "after-commit";
    internal const string InCommit = "in-commit";
    internal const string InRecovery = "in-recovery";
    internal const string AfterRecovery = "after-recovery";
    internal const string InMigration = "in-migration";
    internal const string InPrune = "in-prune";
    internal const string InLoad = "in-load";
    internal const string InMove = "in-move";

    private const string NoMemory = "memory";

    // signal(7)
    private static readonly Dictionary<string, int> Signals = new() { ["kill"] = 9, ["term"] = 15 };

    private static readonly string[] Armed = (Environment.GetEnvironmentVariable("JOBQUEUE_FAILPOINT") ?? "").Split(':');
    private static readonly int Nth = Armed.Length > 2 ? int.Parse(Armed[2], CultureInfo.InvariantCulture) : 1;
    private static int _reached;

    /// <summary>This step is reached.</summary>
    [Conditional("DEBUG")]
    internal static void Reach(string step)
    {
        if (Armed[0] != step || Interlocked.Increment(ref _reached) != Nth)
            return;
        // No string is that long: an OutOfMemoryException, however much there is.
        if (Armed[1] == NoMemory)
            _ = new string('-', int.MaxValue);
        else
            _ = SendSignal(Environment.ProcessId, Signals[Armed[1]]);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int pid, int signal);
}
