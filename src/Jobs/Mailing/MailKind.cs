namespace JobQueue.Jobs.Mailing;

/// <summary>What a mail tells.</summary>
internal enum MailKind
{
    /// <summary>A run failed.</summary>
    Failure,

    /// <summary>The first success after failures, or after the job was overdue.</summary>
    Recovery,

    /// <summary>A run succeeded, as those before it.</summary>
    Success,

    /// <summary>A run came to another state than the one before it.</summary>
    Change,

    /// <summary>A job is overdue.</summary>
    Alert,

    /// <summary>Several of the others, to one address.</summary>
    Digest,
}
