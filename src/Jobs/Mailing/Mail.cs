namespace JobQueue.Jobs.Mailing;

/// <summary>A mail to one address, as the ledger holds it. Its text is made when it is sent.</summary>
internal sealed record Mail
{
    /// <summary>UUIDv7; a mail that is sent once more has the same.</summary>
    public required string Id { get; init; }

    public required MailKind Kind { get; init; }

    /// <summary>The run that it tells of; null for none.</summary>
    public string? RunId { get; init; }

    /// <summary>The job that it tells of, of a one-time job the run; null for a digest.</summary>
    public string? JobId { get; init; }

    public required string To { get; init; }

    public required string From { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset Created { get; init; }

    public MailState State { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Error { get; init; }
}
