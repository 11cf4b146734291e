using System.Net.Mail;
using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class MailEndTests
{
    [TestMethod]
    // The server's code (-1: it said nothing), what follows
    [DataRow(-1, "NoServer")]
    [DataRow(421, "Later")]
    [DataRow(450, "Later")]
    [DataRow(452, "Later")]
    [DataRow(530, "NoServer")]
    [DataRow(535, "NoServer")]
    [DataRow(538, "NoServer")]
    [DataRow(550, "Refused")]
    [DataRow(552, "Refused")]
    [DataRow(554, "Refused")]
    public void Of_Code_IsWhatFollows(int code, string result) =>
        Assert.AreEqual(result, $"{MailEnd.Of(new SmtpException((SmtpStatusCode)code, "words")).Result}");

    [TestMethod]
    // The server's words (RFC 3463, 3.8: X.7.X is what a server says of its policy and of who we are), what follows
    [DataRow("5.7.1 <ops@example.com>: Relay access denied", "Later")]
    [DataRow("5.7.139 the user credentials were incorrect", "Later")]
    [DataRow("5.1.1 nobody of that name", "Refused")]
    [DataRow("4.7.1 no such code of a refusal", "Refused")]
    [DataRow("15.7.1 no code at all", "Refused")]
    [DataRow("the host 5.7.1.2 is not mine", "Refused")]
    public void Of_RefusalWithACode_IsWhatFollows(string words, string result) =>
        Assert.AreEqual(result, $"{MailEnd.Of(new SmtpException((SmtpStatusCode)554, $"Transaction failed. The server response was: {words}")).Result}");

    [TestMethod]
    // Failures in a row, seconds until the next attempt
    [DataRow(1, 30)]
    [DataRow(2, 60)]
    [DataRow(3, 120)]
    [DataRow(6, 960)]
    [DataRow(7, 1800)]
    [DataRow(1000, 1800)]
    public void After_Failures_DoublesUpToHalfAnHour(int failures, int seconds) =>
        Assert.AreEqual(TimeSpan.FromSeconds(seconds), MailRetry.After(failures, TimeSpan.FromSeconds(30)));

    [TestMethod]
    // Due, sent one by one in the last minute, whether a digest is open; whether they are gathered
    [DataRow(5, 0, false, false)]
    [DataRow(6, 0, false, true)]
    [DataRow(1, 4, false, false)]
    [DataRow(1, 5, false, true)]
    [DataRow(1, 0, true, true)]
    public void AreGathered_MoreThanFiveInAMinute_AreADigest(int due, int sent, bool hasOpen, bool expected) =>
        Assert.AreEqual(expected, DigestLimits.AreGathered(due, sent, hasOpen));
}
