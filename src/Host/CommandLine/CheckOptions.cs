namespace JobQueue.Host.CommandLine;

/// <summary>What the command line says to <c>check</c>.</summary>
internal sealed record CheckOptions
{
    internal const int DefaultSameMinute = 10;

    /// <summary>Paths; <c>-</c> is the standard input.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Wall time in this machine's zone, or an instant. Null: now.</summary>
    public string? From { get; init; }

    /// <summary>How many jobs may be due in one minute without a warning; 0: any number.</summary>
    public int SameMinute { get; init; } = DefaultSameMinute;

    public OutputFormat Format { get; init; }
}
