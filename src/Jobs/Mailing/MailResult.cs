namespace JobQueue.Jobs.Mailing;

/// <summary>What follows from an attempt to send a mail.</summary>
internal enum MailResult
{
    /// <summary>The server has taken it.</summary>
    Sent,

    /// <summary>The server will never take it.</summary>
    Refused,

    /// <summary>The server does not take it now.</summary>
    Later,

    /// <summary>There is no server that would take any mail: nothing answers, or it does not trust us, or we do not trust it.</summary>
    NoServer,
}
