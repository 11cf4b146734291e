namespace JobQueue.Host.CommandLine;

/// <summary>What the command line says to <c>next</c>.</summary>
internal sealed record NextOptions
{
    /// <summary>True: <see cref="Spec"/> is an at phrase; false: five crontab fields or a word with @.</summary>
    public required bool IsAt { get; init; }

    /// <summary>Null in a batch, whose specs are on the standard input.</summary>
    public string? Spec { get; init; }

    /// <summary>IANA zone. Null: the machine's.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Wall time in the zone, or an instant. Null: now.</summary>
    public string? From { get; init; }

    /// <summary>How many times of a recurring schedule, from 1.</summary>
    public required int Count { get; init; }

    public OutputFormat Format { get; init; }
}
