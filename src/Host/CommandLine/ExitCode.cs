namespace JobQueue.Host.CommandLine;

/// <summary>What the process ends with.</summary>
internal enum ExitCode
{
    Done = 0,

    /// <summary>The input or the answer says no.</summary>
    Refused = 1,

    Usage = 2,

    Unreachable = 3,

    // sysexits.h: EX_CONFIG.
    Configuration = 78,
}
