using System.Net.Mail;
using System.Text.RegularExpressions;

namespace JobQueue.Jobs.Mailing;

/// <summary>What an attempt to send a mail came to.</summary>
/// <param name="Result">What follows from it.</param>
/// <param name="Words">Why it failed; null where it did not.</param>
internal sealed partial record MailEnd(MailResult Result, string? Words)
{
    internal static readonly MailEnd Sent = new(MailResult.Sent, null);

    // RFC 4954, 6, and RFC 3207, 4: the server wants to know, or to hide, who we are. That says nothing of the mail.
    private static readonly HashSet<int> OfUs = [530, 534, 535, 538];

    /// <summary>Of an answer of the server that is no yes (RFC 5321, 4.2.1), or of none at all.</summary>
    internal static MailEnd Of(SmtpException failure)
    {
        var code = (int)failure.StatusCode;
        var words = Text(failure);
        return OfUs.Contains(code) || code < 400 ? new(MailResult.NoServer, words)
            : code >= 500 && !OfPolicy().IsMatch(words) ? new(MailResult.Refused, words)
            : new(MailResult.Later, words);
    }

    // RFC 3463, 3.8: the server's policy, as towards who did not log in. That may be put right; and it says little of the mail.
    [GeneratedRegex(@"(?<![\d.])5\.7\.\d{1,3}(?!\.?\d)")]
    private static partial Regex OfPolicy();

    /// <summary>What happened, with what lies behind it.</summary>
    internal static string Text(Exception failure)
    {
        var messages = new List<string>();
        for (var cause = failure; cause is not null; cause = cause.InnerException)
            if (!messages.Exists(message => message.Contains(cause.Message, StringComparison.Ordinal)))
                messages.Add(cause.Message);
        return Sending.PlainLine.Of(string.Join(" ", messages));
    }
}
