namespace JobQueue.Jobs;

/// <summary>A recurring definition, as the ledger holds it.</summary>
internal sealed record RecurringJob
{
    /// <summary>The <see cref="Source"/> of jobs that came through the API.</summary>
    internal const string ApiSource = "api";

    public required string Id { get; init; }

    /// <summary>The name, else a hash of the line.</summary>
    public required string Identity { get; init; }

    public JobState State { get; init; }

    /// <summary>Five fields, or a word with @.</summary>
    public required string Schedule { get; init; }

    /// <summary>IANA zone.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Where an @every grid and the first search for a due begin: when the schedule was first loaded.</summary>
    public required DateTimeOffset Anchor { get; init; }

    /// <summary>The crontab's path, or <see cref="ApiSource"/>.</summary>
    public required string Source { get; init; }

    /// <summary>The line's number in the crontab, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The line as it stands in the crontab.</summary>
    public string? Text { get; init; }

    /// <summary>A hash of all that defines the job.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>False once its line has gone from the crontab.</summary>
    public bool IsListed { get; init; } = true;

    /// <summary>Whether no other job may have its name: it lives, or may live again by its line.</summary>
    internal bool KeepsName => State != JobState.Removed || (IsListed && Source != ApiSource);

    public required JobRequest Request { get; init; }

    public JobPolicy Policy { get; init; } = JobPolicy.Default;

    public string? RequestedBy { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <inheritdoc cref="Run.Depth"/>
    public int Depth { get; init; }
}
