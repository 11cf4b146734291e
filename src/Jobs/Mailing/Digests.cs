using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Mailing;

/// <summary>Puts mails to one address that come thick and fast into one that tells of all.</summary>
internal static class Digests
{
    private const int MostAtOnce = 1000;
    private const int MostToSend = 50;

    /// <summary>Gathers what is due now; what is to be sent after that, the oldest first.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="window">More mails than a few in this time are one.</param>
    /// <param name="now">When that is.</param>
    internal static List<Mail> Gather(LedgerConnection ledger, TimeSpan window, DateTimeOffset now)
    {
        while (GatherSome(ledger, window, now))
        {
        }

        return MailRows.Due(ledger, now, MostToSend);
    }

    // Whether there is more to gather.
    private static bool GatherSome(LedgerConnection ledger, TimeSpan window, DateTimeOffset now)
    {
        var due = MailRows.Due(ledger, now, MostAtOnce);
        var isAnyGathered = false;
        foreach (var mails in due.Where(mail => mail.Kind != MailKind.Digest).GroupBy(mail => mail.To, StringComparer.OrdinalIgnoreCase))
        {
            var digest = MailRows.OpenDigest(ledger, mails.Key, now);
            if (!DigestLimits.AreGathered(mails.Count(), MailRows.SentSince(ledger, mails.Key, now - window), digest is not null))
                continue;
            Join(ledger, [.. mails], digest ?? Open(ledger, mails.First(), window, now));
            isAnyGathered = true;
        }

        return isAnyGathered && due.Count == MostAtOnce;
    }

    // It waits for more until the window of its first mail is over.
    private static Mail Open(LedgerConnection ledger, Mail first, TimeSpan window, DateTimeOffset now)
    {
        var digest = new Mail
        {
            Id = RunId.New(now),
            Kind = MailKind.Digest,
            To = first.To,
            From = first.From,
            Subject = "",
            Created = first.Created,
            NotBefore = first.Created + window > now ? first.Created + window : now,
        };
        MailRows.Enter(ledger, digest);
        return digest;
    }

    private static void Join(LedgerConnection ledger, List<Mail> mails, Mail digest)
    {
        foreach (var mail in mails)
            MailRows.Join(ledger, mail, digest.Id);
        var (all, failures) = MailRows.CountMembers(ledger, digest.Id);
        MailRows.SetSubject(ledger, digest.Id, MailSubject.OfDigest(all, failures));
    }
}
