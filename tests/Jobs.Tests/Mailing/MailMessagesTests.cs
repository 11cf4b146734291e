using System.Net.Mail;
using System.Text;
using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class MailMessagesTests
{
    private static readonly Mail Envelope = new()
    {
        Id = "0198c0de-0000-7000-8000-000000000001",
        From = "jobqueue@example.com",
        To = "ops@example.com",
        Subject = "[jobqueue] backup failed: 503",
        Kind = MailKind.Failure,
        Created = DateTimeOffset.UnixEpoch,
        NotBefore = DateTimeOffset.UnixEpoch,
    };

    // RFC 2046, 4.1.1: lines of text end with CRLF; RFC 2045, 6.7 (4): and never with =0D=0A.
    [TestMethod]
    public void Of_TextOfSeveralLines_EndsThemWithCrLf()
    {
        var text = MailText.Of("backup failed", [new("state", "failed"), new("status", "503")], [], ("Response", "one\ntwo \nGr\u00f6\u00dfe"));

        var part = FirstPart(Sent(MailMessages.Of(Envelope, text)));

        StringAssert.Contains(part.Head, "Content-Transfer-Encoding: base64");
        Assert.AreEqual(
            "backup failed\r\n\r\nstate   failed\r\nstatus  503\r\n\r\nResponse\r\n\r\none\r\ntwo \r\nGr\u00f6\u00dfe\r\n",
            Encoding.UTF8.GetString(Convert.FromBase64String(part.Body)));
    }

    private static (string Head, string Body) FirstPart(string sent)
    {
        var parts = sent[sent.IndexOf("Content-Type: text/plain", StringComparison.Ordinal)..].Split("\r\n\r\n", 2);
        return (parts[0], parts[1].Split("----boundary", 2)[0]);
    }

    private static string Sent(MailMessage message)
    {
        using var folder = new TempFolder();
        using var client = new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder.Path };
        client.Send(message);
        return File.ReadAllText(Directory.GetFiles(folder.Path).Single());
    }
}
