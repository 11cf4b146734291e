using System.Text.Json;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class MailerTests
{
    [TestMethod]
    public async Task Run_Failure_IsMailedInTextAndHtml()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port).Start();
        var response = new Response
        {
            Status = 503,
            Headers = [new("Content-Type", "text/plain")],
            Body = "<b>Größe</b> & more\r\n.\r\n"u8.ToArray(),
            BodyBytes = 26,
        };

        var run = await mailer.EndAsync(finish: MailerFixture.Failed(503) with { Error = "the disk is <full>", Response = response });

        var mail = await server.NextAsync();
        var (text, html) = (Part(mail, "text/plain"), Part(mail, "text/html"));
        Assert.AreEqual(("jobqueue@example.com", "ops@example.com", "multipart/alternative"), (Text(mail, "from"), To(mail), Text(mail, "type")));
        Assert.AreEqual($"[jobqueue] nightly-backup failed: 503 (run {run.Id})", Header(mail, "subject"));
        Assert.AreEqual("auto-generated", Header(mail, "auto-submitted"));
        StringAssert.EndsWith(Header(mail, "message-id"), "@example.com>");
        Assert.AreEqual($"<job.{run.Id}@example.com>", Header(mail, "references"));
        Assert.AreEqual(Header(mail, "references"), Header(mail, "in-reply-to"));
        StringAssert.Contains(text, "request   POST /backups?full=1");
        StringAssert.Contains(text, "error     the disk is <full>");
        StringAssert.Contains(text, $"https://jobs.example.com/runs/{run.Id}");
        StringAssert.Contains(text, $"https://jobs.example.com/jobs/{run.Id}");
        StringAssert.Contains(text, "Response: text/plain, 26 bytes");
        StringAssert.Contains(text, "<b>Größe</b> & more");
        StringAssert.Contains(html, "the disk is &lt;full&gt;");
        StringAssert.Contains(html, "&lt;b&gt;Gr");
        StringAssert.Contains(html, $"<a href=\"https://jobs.example.com/runs/{run.Id}\">");
        Assert.AreEqual("failure sent 1 -", (await mailer.MailsAsync(mails => mails.TrueForAll(one => one.Contains("sent")))).Single());
    }

    [TestMethod]
    // Status, what came of the job, what the subject and the text say of it
    [DataRow(410, "remove", "nightly-backup failed: 410, and was removed", "the job was removed: status 410 is in remove-on 410")]
    [DataRow(403, "pause", "nightly-backup failed: 403, and was paused", "the job was paused: status 403 is in pause-on 403")]
    public async Task Run_FailureThatEndsTheJob_IsMailedWithThat(int status, string disposition, string subject, string fact)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port).Start();
        var policy = MailerFixture.Mailed with { RemoveOn = StatusSet.Parse("410"), PauseOn = StatusSet.Parse("403") };
        var job = await mailer.Store.AddJobAsync(policy);

        await mailer.EndAsync(policy, MailerFixture.Failed(status) with { Disposition = Word.Parse<Disposition>(disposition) }, job.Id);

        var mail = await server.NextAsync();
        StringAssert.StartsWith(Header(mail, "subject"), $"[jobqueue] {subject} (run ");
        StringAssert.Contains(Part(mail, "text/plain"), $"disposition  {fact}");
    }

    [TestMethod]
    public async Task Run_MailsOfAJob_AreAThread()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port);
        var job = await mailer.Store.AddJobAsync(MailerFixture.Mailed);
        await mailer.EndAsync(jobId: job.Id);
        await mailer.EndAsync(jobId: job.Id, finish: MailerFixture.Failed(200) with { State = RunState.Succeeded });

        mailer.Start();

        var (failure, recovery) = (await server.NextAsync(), await server.NextAsync());
        StringAssert.Contains(Header(recovery, "subject"), "nightly-backup is well again after 1 failure");
        Assert.AreEqual($"<job.{job.Id}@example.com>", Header(failure, "references"));
        Assert.AreEqual(Header(failure, "references"), Header(recovery, "references"));
        Assert.AreNotEqual(Header(failure, "message-id"), Header(recovery, "message-id"));
    }

    [TestMethod]
    public async Task Run_WhatOthersWrote_IsNoHeader()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port).Start();
        var policy = MailerFixture.Mailed with { Name = null };

        await mailer.EndAsync(policy, MailerFixture.Failed(0) with { Error = "Größe 日本\r\nBcc: eve@example.com\r\n\r\nbody" });

        var mail = await server.NextAsync();
        StringAssert.StartsWith(Header(mail, "subject"), "[jobqueue] POST /backups failed: Größe 日本  Bcc: eve@example.com    body (run ");
        Assert.AreEqual("ops@example.com", To(mail));
        Assert.IsFalse(mail.GetProperty("names").EnumerateArray().Any(name => name.GetString() == "Bcc"));
    }

    [TestMethod]
    public async Task Run_SendingInDoubt_IsDoneOnceMoreAsTheSameMail()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port).Start();
        await mailer.EndAsync();
        var first = await server.NextAsync();
        await mailer.MailsAsync(mails => mails.TrueForAll(mail => mail.Contains("sent")));

        await mailer.Store.Ledger.WriteAsync(connection => connection.Execute("UPDATE mails SET state = 'waiting', finished = NULL"));
        await mailer.EndAsync();

        var others = await server.NextAsync(2);
        Assert.IsTrue(others.Exists(mail => Header(mail, "message-id") == Header(first, "message-id")));
    }

    [TestMethod]
    public async Task Run_LedgerThatCannotBeReadForAMoment_SendsOnceItCan()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port, store: new LedgerFixture(busyReads: 1)).Start();

        var run = await mailer.EndAsync();

        Assert.AreEqual($"[jobqueue] nightly-backup failed: 503 (run {run.Id})", Header(await server.NextAsync(), "subject"));
    }

    [TestMethod]
    // What is written into the ledger by hand
    [DataRow("UPDATE runs SET due = 'soon'")]
    [DataRow("UPDATE mails SET not_before = '2026-03-01 12:00:00'")]
    [DataRow("UPDATE mails SET created = 'today'")]
    public async Task Run_MailThatCannotBeRead_IsGivenUpAndTheOthersGo(string change)
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port);
        await mailer.EndAsync();
        await mailer.Store.Ledger.WriteAsync(connection => connection.Execute(change));
        var run = await mailer.EndAsync();

        mailer.Start();

        Assert.AreEqual($"[jobqueue] nightly-backup failed: 503 (run {run.Id})", Header(await server.NextAsync(), "subject"));
        var mails = await mailer.MailsAsync(all => all.TrueForAll(mail => !mail.Contains("waiting")));
        StringAssert.StartsWith(mails[0], "failure failed ");
        Assert.AreEqual("failure sent 1 -", mails[1]);
        StringAssert.StartsWith((await mailer.EventsAsync()).Single(), "mail failed: ");
    }

    [TestMethod]
    public async Task Run_HundredFailuresAtOnce_AreOneMail()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(index => mailer.EndAsync(MailerFixture.Mailed with { Name = $"job-{index}" })));

        mailer.Start();

        var mail = await server.NextAsync();
        Assert.AreEqual("[jobqueue] 100 results: 100 of them are failures", Header(mail, "subject"));
        StringAssert.Contains(Part(mail, "text/plain"), "[jobqueue] job-0 failed: 503 (run ");
        StringAssert.Contains(Part(mail, "text/html"), "[jobqueue] job-99 failed: 503 (run ");
        var mails = await mailer.MailsAsync(mails => mails.TrueForAll(one => one.Contains("sent")));
        Assert.AreEqual((101, "digest sent 1 -", 0), (mails.Count, mails[^1], server.Others));
    }

    [TestMethod]
    public async Task Run_MoreThanAFewInAMinute_AreOneMailWhenItIsOver()
    {
        await using var server = await SmtpServer.StartAsync();
        var window = TimeSpan.FromSeconds(30);
        await using var mailer = new MailerFixture(server.Port, settings => settings with { DigestWindow = window }).Start();
        foreach (var _ in Enumerable.Range(0, 5))
            await mailer.EndAsync();
        var single = await server.NextAsync(5);
        foreach (var _ in Enumerable.Range(0, 3))
            await mailer.EndAsync();

        var digest = await server.NextAsync();

        Assert.IsTrue(single.TrueForAll(mail => Header(mail, "subject").Contains("nightly-backup failed: 503")));
        Assert.AreEqual("[jobqueue] 3 results: 3 of them are failures", Header(digest, "subject"));
    }

    [TestMethod]
    public async Task Run_MailToTwo_IsTwoMails()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var mailer = new MailerFixture(server.Port).Start();

        await mailer.EndAsync(MailerFixture.Mailed with { MailTo = "ops@example.com,anna@example.com", MailFrom = "cron@example.org" });

        var mails = await server.NextAsync(2);
        Assert.AreEqual("anna@example.com ops@example.com", string.Join(' ', mails.Select(To).Order()));
        Assert.IsTrue(mails.TrueForAll(mail => Text(mail, "from") == "cron@example.org"));
    }

    private static string Text(JsonElement mail, string field) => mail.GetProperty(field).GetString()!;

    private static string To(JsonElement mail) => mail.GetProperty("to").EnumerateArray().Single().GetString()!;

    private static string Header(JsonElement mail, string name) => mail.GetProperty("headers").GetProperty(name).GetString()!;

    private static string Part(JsonElement mail, string type) => mail.GetProperty("parts").GetProperty(type).GetString()!;
}
