namespace JobQueue.Jobs.Mailing;

/// <summary>The mail server, and what mail says of this one.</summary>
internal sealed record MailSettings
{
    public required string Host { get; init; }

    public required int Port { get; init; }

    /// <summary>Whether nothing is said to the server before STARTTLS (RFC 3207).</summary>
    public required bool IsEncrypted { get; init; }

    /// <summary>Whom the server knows us as; null: it is not told.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>Below which runs and jobs have their pages; null: mail has no links.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The zone of times of jobs that name none.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Of the whole exchange with the server.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>More than <see cref="DigestLimits.MostSingle"/> mails to one address in this time are one.</summary>
    public TimeSpan DigestWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>After the first failure; it doubles up to <see cref="MailRetry.Longest"/>.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(30);
}
