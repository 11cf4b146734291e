using System.Net.Mail;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Mailing;

/// <summary>What a mail says, from the ledger as it is now.</summary>
internal static class MailContent
{
    internal static MailMessage Read(LedgerConnection ledger, Mail mail, MailSettings settings) =>
        MailMessages.Of(mail, Text(ledger, mail, settings));

    private static MailText Text(LedgerConnection ledger, Mail mail, MailSettings settings) => mail switch
    {
        { Kind: MailKind.Digest } => RunText.OfDigest(
            mail, MailRows.Members(ledger, mail.Id, DigestLimits.MostRows), MailRows.CountMembers(ledger, mail.Id).All, settings),
        { RunId: { } run } => RunText.Of(mail, RunReads.Find(ledger, run), RunReads.Response(ledger, run), settings),
        _ => RunText.OfOverdue(mail, JobReads.Find(ledger, mail.JobId!), ExpectationRows.Find(ledger, mail.JobId!), settings),
    };
}
