namespace JobQueue.Jobs.Mailing;

/// <summary>Tells that a transaction has put notices into the ledger, once it is on disk.</summary>
internal sealed class Outbox
{
    private bool _hasMail;
    private bool _hasRun;

    /// <summary>Whom mail comes from where nothing else is said. Null: there is no mail server, and no mail is entered.</summary>
    internal string? From { get; set; }

    /// <summary>Mail was entered. Raised on the ledger's thread.</summary>
    internal event Action? MailEntered;

    /// <summary>A run that tells of a failure was entered, in the queue <see cref="AlertRun.Queue"/>. Raised on the ledger's thread.</summary>
    internal event Action? RunEntered;

    internal void NoteMail() => _hasMail = true;

    internal void NoteRun() => _hasRun = true;

    /// <summary>The transaction is on disk.</summary>
    internal void Publish()
    {
        if (_hasMail)
            MailEntered?.Invoke();
        if (_hasRun)
            RunEntered?.Invoke();
        Forget();
    }

    /// <summary>The transaction is undone.</summary>
    internal void Forget() => _hasMail = _hasRun = false;
}
