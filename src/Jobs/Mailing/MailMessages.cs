using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Mailing;

/// <summary>A mail as it is sent.</summary>
internal static class MailMessages
{
    /// <param name="mail">Its envelope.</param>
    /// <param name="text">What it says.</param>
    internal static MailMessage Of(Mail mail, MailText text)
    {
        var domain = MailAddresses.Domain(mail.From);
        var message = new MailMessage(new MailAddress(mail.From), new MailAddress(mail.To))
        {
            Subject = PlainLine.Of(mail.Subject),
            SubjectEncoding = Encoding.UTF8,
            HeadersEncoding = Encoding.UTF8,
        };
        message.Headers["Message-ID"] = $"<{mail.Id}@{domain}>";
        // A thread for each job: none of its mails is the first, all answer one that nobody has (RFC 5322, 3.6.4).
        if (mail.JobId is { } job)
            message.Headers["In-Reply-To"] = message.Headers["References"] = $"<job.{job}@{domain}>";
        // RFC 3834, 5: nobody answers it by a machine; and Exchange's word for the same.
        message.Headers["Auto-Submitted"] = "auto-generated";
        message.Headers["X-Auto-Response-Suppress"] = "All";
        message.AlternateViews.Add(Part(text.Plain, MediaTypeNames.Text.Plain));
        message.AlternateViews.Add(Part(text.Html, MediaTypeNames.Text.Html));
        return message;
    }

    private static AlternateView Part(string text, string type)
    {
        // RFC 2046, 4.1.1: a line of text ends with CRLF.
        var part = AlternateView.CreateAlternateViewFromString(text.Replace("\n", "\r\n"), Encoding.UTF8, type);
        // Of quoted-printable RFC 2045, 6.7 (4), wants line ends as they are; .NET writes them as =0D=0A.
        part.TransferEncoding = TransferEncoding.Base64;
        return part;
    }
}
