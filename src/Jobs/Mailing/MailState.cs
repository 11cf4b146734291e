namespace JobQueue.Jobs.Mailing;

/// <summary>Where a mail is.</summary>
internal enum MailState
{
    /// <summary>It is to be sent.</summary>
    Waiting,

    /// <summary>The mail server has taken it.</summary>
    Sent,

    /// <summary>It is not sent any more.</summary>
    Failed,
}
