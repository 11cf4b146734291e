namespace JobQueue.Host.CommandLine;

/// <summary>What the command line says to <c>serve</c>.</summary>
internal sealed record ServeOptions
{
    /// <summary>Empty: as configured.</summary>
    public required IReadOnlyList<string> Crontabs { get; init; }

    /// <summary><c>sqlite:PATH</c> or <c>postgres:CONNECTION-STRING</c>. Null: as configured.</summary>
    public string? Store { get; init; }

    /// <summary>The name of this process among those that work on the ledger. Null: as configured.</summary>
    public string? Node { get; init; }

    /// <summary>Addresses separated by semicolons. Null: as configured.</summary>
    public string? Urls { get; init; }

    /// <summary>A name of <see cref="LogOutput"/>. Null: as configured.</summary>
    public string? Log { get; init; }

    /// <summary>Whether JobQueue tells of the end of every run.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Words like <c>--JobQueue:MissedAfter=10m</c>, for ASP.NET Core's configuration.</summary>
    public required IReadOnlyList<string> Configuration { get; init; }
}
