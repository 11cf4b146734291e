namespace JobQueue;

/// <summary>Which results of a job are mailed. A run is mailed of once, when it is final, and not for each attempt.</summary>
[Flags]
public enum MailOn
{
    /// <summary>None; overdue jobs are not mailed of either.</summary>
    Never = 0,

    /// <summary>Each run that failed, timed out or went to quarantine.</summary>
    Failure = 1,

    /// <summary>The first success after runs that were none, or after the job was overdue.</summary>
    Recovery = 2,

    /// <summary>Each run that came to another state than the run of the job before it; before the first one all was well.</summary>
    Change = 4,

    /// <summary>Each run that came to a result.</summary>
    Always = 8,
}
