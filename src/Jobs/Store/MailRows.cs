using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>mails</c>: the outbox.</summary>
internal static class MailRows
{
    private const string Columns = "id, kind, run, job, mail_to, mail_from, subject, created, state, attempts, not_before, error";

    internal static void Enter(LedgerConnection ledger, Mail mail) => ledger.ExecuteLater(
        """
        INSERT INTO mails (id, kind, run, job, mail_to, mail_from, subject, created, not_before)
        VALUES (@id, @kind, @run, @job, @to, @from, @subject, @created, @notBefore)
        """,
        ("@id", mail.Id), ("@kind", Word.Of(mail.Kind)), ("@run", mail.RunId), ("@job", mail.JobId), ("@to", mail.To), ("@from", mail.From),
        ("@subject", mail.Subject), ("@created", InstantText.Print(mail.Created)), ("@notBefore", InstantText.Print(mail.NotBefore)));

    /// <summary>What is to be sent by now, the oldest first; what a digest tells of is not among it.</summary>
    internal static List<Mail> Due(LedgerConnection ledger, DateTimeOffset now, int limit) => ledger.All(
        $"""
        SELECT {Columns} FROM mails WHERE state = 'waiting' AND digest IS NULL AND not_before <= @now ORDER BY not_before, seq LIMIT @limit
        """,
        Read, ("@now", InstantText.Print(now)), ("@limit", limit));

    /// <summary>When the next mail is to be sent; null where none waits.</summary>
    internal static DateTimeOffset? Next(LedgerConnection ledger) =>
        ledger.Scalar("SELECT min(not_before) FROM mails WHERE state = 'waiting' AND digest IS NULL") is string text ? InstantText.Parse(text) : null;

    /// <summary>How many mails, digests not counted, went to an address since an instant.</summary>
    internal static int SentSince(LedgerConnection ledger, string to, DateTimeOffset since) => (int)(long)ledger.Scalar(
        "SELECT count(*) FROM mails WHERE finished >= @since AND state = 'sent' AND mail_to = @to AND kind <> 'digest' AND digest IS NULL",
        ("@since", InstantText.Print(since)), ("@to", to))!;

    /// <summary>The digest to an address that has not been tried yet; null for none.</summary>
    internal static Mail? OpenDigest(LedgerConnection ledger, string to, DateTimeOffset now) => ledger.First(
        $"""
        SELECT {Columns} FROM mails
        WHERE state = 'waiting' AND digest IS NULL AND kind = 'digest' AND attempts = 0 AND not_before > @now AND mail_to = @to LIMIT 1
        """,
        Read, ("@now", InstantText.Print(now)), ("@to", to));

    /// <summary>A digest tells of a mail in its stead.</summary>
    internal static void Join(LedgerConnection ledger, Mail mail, string digestId) =>
        ledger.Execute("UPDATE mails SET digest = @digest WHERE id = @id", ("@digest", digestId), ("@id", mail.Id));

    internal static void SetSubject(LedgerConnection ledger, string id, string subject) =>
        ledger.Execute("UPDATE mails SET subject = @subject WHERE id = @id", ("@subject", subject), ("@id", id));

    /// <summary>What a digest tells of, the oldest first.</summary>
    internal static List<Mail> Members(LedgerConnection ledger, string digestId, int limit) => ledger.All(
        $"SELECT {Columns} FROM mails WHERE digest = @digest ORDER BY seq LIMIT @limit", Read, ("@digest", digestId), ("@limit", limit));

    /// <summary>How many a digest tells of, and how many of them are no good news.</summary>
    internal static (int All, int Failures) CountMembers(LedgerConnection ledger, string digestId) => ledger.All(
        """
        SELECT count(*), CAST(coalesce(sum(CASE WHEN mails.kind = 'alert' OR runs.state IN ('failed', 'timed_out', 'quarantined') THEN 1 ELSE 0 END), 0) AS bigint)
        FROM mails LEFT JOIN runs ON runs.id = mails.run WHERE digest = @digest
        """,
        row => (row.Int32(0), row.Int32(1)), ("@digest", digestId))[0];

    /// <summary>The mail server has taken it, or it is given up; and so is what it tells of, where it is a digest.</summary>
    internal static void End(LedgerConnection ledger, Mail mail, MailState state, string? error, DateTimeOffset now) => ledger.Execute(
        """
        UPDATE mails SET state = @state, error = @error, finished = @now, attempts = attempts + CASE WHEN id = @id THEN 1 ELSE 0 END
        WHERE (id = @id OR digest = @id) AND state = 'waiting'
        """,
        ("@state", Word.Of(state)), ("@error", error), ("@now", InstantText.Print(now)), ("@id", mail.Id));

    /// <summary>Gives up what waits and cannot be read, as after a change by hand; how many they are.</summary>
    internal static int GiveUpUnreadable(LedgerConnection ledger, DateTimeOffset now)
    {
        var unreadable = ledger
            .All($"SELECT {Columns} FROM mails WHERE state = 'waiting'", row => (Id: row.String(0), Fault: Fault(row)))
            .FindAll(mail => mail.Fault is not null);
        foreach (var (id, fault) in unreadable)
        {
            ledger.Execute(
                "UPDATE mails SET state = 'failed', error = @error, finished = @now WHERE id = @id",
                ("@error", fault), ("@now", InstantText.Print(now)), ("@id", id));
            EventRows.Add(ledger, now, "mail failed", reason: $"mail {id}: {fault}");
        }

        return unreadable.Count;
    }

    private static string? Fault(LedgerRow row)
    {
        try
        {
            Read(row);
            return null;
        }
        catch (Exception e) when (Damage.Of(e) is not null)
        {
            return $"its row cannot be read: {e.Message}";
        }
    }

    /// <summary>It is tried again.</summary>
    internal static void Postpone(LedgerConnection ledger, Mail mail, string error, DateTimeOffset notBefore) => ledger.Execute(
        "UPDATE mails SET attempts = attempts + 1, error = @error, not_before = @notBefore WHERE id = @id AND state = 'waiting'",
        ("@error", error), ("@notBefore", InstantText.Print(notBefore)), ("@id", mail.Id));

    /// <summary>How many mails were given up since an instant, with the words of the last; and how many wait since before another.</summary>
    internal static (int Failed, string? Error, int Late) Trouble(LedgerConnection ledger, DateTimeOffset failedSince, DateTimeOffset lateBefore) =>
        ledger.All(
            """
            SELECT (SELECT count(*) FROM mails WHERE finished >= @since AND state = 'failed'),
                   (SELECT error FROM mails WHERE finished >= @since AND state = 'failed' ORDER BY finished DESC LIMIT 1),
                   (SELECT count(*) FROM mails WHERE state = 'waiting' AND digest IS NULL AND created < @late)
            """,
            row => (row.Int32(0), row.Text(1), row.Int32(2)), ("@since", InstantText.Print(failedSince)), ("@late", InstantText.Print(lateBefore)))[0];

    private static Mail Read(LedgerRow row) => new()
    {
        Id = row.String(0),
        Kind = Word.Parse<MailKind>(row.String(1)),
        RunId = row.Text(2),
        JobId = row.Text(3),
        To = row.String(4),
        From = row.String(5),
        Subject = row.String(6),
        Created = InstantText.Parse(row.String(7)),
        State = Word.Parse<MailState>(row.String(8)),
        Attempts = row.Int32(9),
        NotBefore = InstantText.Parse(row.String(10)),
        Error = row.Text(11),
    };
}
