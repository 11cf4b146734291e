using System.Globalization;
using System.Text;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Scheduler.Tests.Crontab;

[TestClass]
public sealed class CrontabParserTests
{
    [TestMethod]
    // method and URI
    [DataRow("* * * * * - /a", "- GET /a []")]
    [DataRow("* * * * * nobody HEAD https://example.com/", "nobody HEAD https://example.com/ []")]
    [DataRow("\t* *\t* * *  nobody\tDELETE  /a%20b?x=1&y ", "nobody DELETE /a%20b?x=1&y []")]
    [DataRow("@daily - PURGE /a", "- PURGE /a []")]
    [DataRow("@every 30s - '/a'", "- GET /a []")]
    // bodies
    [DataRow("@daily - /a -d x=1", "- POST /a [Content-Type: application/x-www-form-urlencoded] x=1")]
    [DataRow("@daily - PUT /a -dx=1 --data 'y=a b'", "- PUT /a [Content-Type: application/x-www-form-urlencoded] x=1&y=a b")]
    [DataRow("@daily - /a -H 'content-type: text/plain' --data=x", "- POST /a [content-type: text/plain] x")]
    [DataRow("@daily - /a -d @body.txt", "- POST /a [Content-Type: application/x-www-form-urlencoded] body.txt of jobs.crontab")]
    [DataRow("@daily - /a --json '{\"full\": true}'", "- POST /a [Content-Type: application/json, Accept: application/json] {\"full\": true}")]
    [DataRow("@daily - /a --json='[1]' -H 'Accept: */*'", "- POST /a [Accept: */*, Content-Type: application/json] [1]")]
    [DataRow("@daily - /a -d ''", "- POST /a [Content-Type: application/x-www-form-urlencoded]")]
    // headers
    [DataRow("@daily - /a -H 'X-A: 1' --header \"x-a:2\"", "- GET /a [X-A: 1, x-a: 2]")]
    [DataRow("@daily - /a -HX-A:1", "- GET /a [X-A: 1]")]
    // quoting without expansion
    [DataRow("@daily - /a -d '$HOME'", "- POST /a [Content-Type: application/x-www-form-urlencoded] $HOME")]
    [DataRow("@daily - /a -d $HOME*", "- POST /a [Content-Type: application/x-www-form-urlencoded] $HOME*")]
    [DataRow("@daily - /a -d \"a\\\"b\\c\"'d'\\ e", "- POST /a [Content-Type: application/x-www-form-urlencoded] a\"b\\cd e")]
    public void Parse_Line_IsTheRequest(string line, string expected) => Assert.AreEqual(expected, Requests(line));

    [TestMethod]
    // schedule
    [DataRow("61 25 * * * - /a", "1:1 \"61\" a minute from 0 to 59|1:4 \"25\" an hour from 0 to 23")]
    [DataRow("* * * nobody GET /a", "1:7 \"nobody\" a month from 1 to 12 or jan-dec|1:14 \"GET\" a day of week from 0 to 7 or sun-sat: a schedule has five fields, this one has 4")]
    [DataRow("* * * - /a", "1:7 \"-\" a month from 1 to 12 or jan-dec: a schedule has five fields, this one has 3")]
    [DataRow("* * *", "1:6 the end of the line a month from 1 to 12 or jan-dec: a schedule has five fields, this one has 3")]
    [DataRow("GET /a", "1:1 \"GET\" a minute from 0 to 59: a schedule has five fields, this one has 0")]
    [DataRow("@Daily - /a", "1:1 \"@Daily\" @daily, in lower case")]
    [DataRow("@every - /a", "1:8 \"-\" a duration like 30s after @every")]
    [DataRow("  0 0 30 2 * - /a", "1:7 \"30\" a day that month 2 has: this is never due")]
    // user
    [DataRow("* * * * * GET /a", "1:11 \"GET\" a user: the user is missing, write -")]
    [DataRow("* * * * * /a --retry x", "1:11 \"/a\" a user: the user is missing, write -|1:22 \"x\" a number from 0 to 100")]
    [DataRow("* * * * * http://a/", "1:11 \"http://a/\" a user: the user is missing, write -")]
    // six or seven fields, as Quartz has them: there is no telling what the rest is
    [DataRow("0 * * * * * GET /a", "1:11 \"*\" a user, or - for none: a schedule has five fields, without seconds and years")]
    [DataRow("0 0 12 * * ? - /x", "1:12 \"?\" a user, or - for none: a schedule has five fields, without seconds and years")]
    [DataRow("0 0 12 * * ? 2027 - /x", "1:12 \"?\" a user, or - for none: a schedule has five fields, without seconds and years")]
    [DataRow("0 15 10 ? * MON-FRI - /x", "1:13 \"MON-FRI\" a user, or - for none: a schedule has five fields, without seconds and years")]
    [DataRow("* * * * * -n GET /a", "1:11 \"-n\" a user, or - for none; no flags stand before the request")]
    [DataRow("* * * * * bob /a", "1:11 \"bob\" a configured user: backup, nobody")]
    [DataRow("* * * * * bób /a", "1:11 \"bób\" a user in visible ASCII, without quotes")]
    [DataRow("* * * * *", "1:10 the end of the line a user, or - for none, and a request")]
    // request
    [DataRow("@daily -", "1:9 the end of the line a request: [METHOD] and a path like /backups or a URI like https://example.com/")]
    [DataRow("@daily - GET", "1:13 the end of the line a path like /backups or a URI like https://example.com/")]
    [DataRow("@daily - GET --retry 5", "1:14 \"--retry\" a path like /backups or a URI like https://example.com/")]
    [DataRow("@daily - get /a", "1:10 \"get\" GET, in upper case")]
    [DataRow("@daily - /usr/bin/curl x", "1:24 \"x\" an option or the end of the line; quote what contains blanks")]
    [DataRow("@daily - run-parts /etc", "1:10 \"run-parts\" a request: [METHOD] and a path like /backups or a URI like https://example.com/|1:20 \"/etc\" an option or the end of the line; quote what contains blanks")]
    [DataRow("@daily - /a # at night", "1:13 \"#\" an option or the end of the line; a comment has a line of its own")]
    [DataRow("@daily - /a #at night", "1:13 \"#at\" an option or the end of the line; a comment has a line of its own")]
    [DataRow("@daily - CONNECT /a", "1:10 \"CONNECT\" another method: CONNECT opens tunnels")]
    [DataRow("@daily - '/a b'", "1:13 \" b\" visible ASCII: write other characters percent-encoded, as in %20")]
    [DataRow("@daily - http://a:b@c/", "1:17 \"a:b@c/\" a URI without user: secrets do not belong on a line")]
    // quotes
    [DataRow("@daily - /a -d 'x", "1:16 \"'\" the same quote once more, to close it")]
    [DataRow("@daily - /a -d x\\", "1:17 \"\\\" a character after the backslash")]
    [DataRow("@daily - GET '/a", "1:14 \"'\" the same quote once more, to close it")]
    [DataRow("@daily - '/a", "1:10 \"'\" the same quote once more, to close it")]
    // options
    [DataRow("@daily - /a --timout 5m", "1:13 \"--timout\" --timeout, or another known option")]
    [DataRow("@daily - /a --retry 5 --retry=6", "1:23 \"--retry\" --retry only once")]
    [DataRow("@daily - /a --retry --priority 0", "1:13 \"--retry\" a number from 0 to 100 after --retry")]
    [DataRow("@daily - /a --retry 101", "1:21 \"101\" a number from 0 to 100")]
    [DataRow("@daily - /a --retry='1 0'", "1:22 \"1 0\" a number from 0 to 100")]
    [DataRow("@daily - /a --tz Mars/Olympus", "1:18 \"Mars/Olympus\" an IANA time zone like Europe/Berlin")]
    [DataRow("@daily - /a --conditional=maybe", "1:27 \"maybe\" yes or no")]
    [DataRow("@daily - /a --conditional yes", "1:27 \"yes\" an option or the end of the line; quote what contains blanks")]
    [DataRow("@daily - /a --overlap wait", "1:23 \"wait\" one of skip, queue, cancel, allow")]
    [DataRow("@daily - /a -u me:secret", "1:13 \"-u\" no credentials: secrets do not belong on a line")]
    [DataRow("@daily - /a -X POST", "1:13 \"-X\" no such option: the method stands before the URI")]
    // headers
    [DataRow("@daily - /a -H nonsense", "1:16 \"nonsense\" a header like Name: value")]
    [DataRow("@daily - /a -H 'a b: c'", "1:17 \"a b\" a header like Name: value")]
    [DataRow("@daily - /a -H 'Host: x'", "1:17 \"Host\" another header: the URI says the host")]
    [DataRow("@daily - /a -H Content-Length:0", "1:16 \"Content-Length\" another header: it follows from the body")]
    [DataRow("@daily - /a -H connection:close", "1:16 \"connection\" another header: it belongs to the connection, not to the request")]
    [DataRow("@daily - /a -H x-jobqueue-run:1", "1:16 \"x-jobqueue-run\" another header: JobQueue sets it")]
    [DataRow("@daily - /a -H X-Via-JobQueue:yes", "1:16 \"X-Via-JobQueue\" another header: JobQueue sets it")]
    [DataRow("@daily - /a -H Idempotency-Key:1", "1:16 \"Idempotency-Key\" another header: JobQueue sets it")]
    [DataRow("@daily - /a -H 'X-A: \\é'", "1:23 \"é\" printable ASCII in a header")]
    // bodies
    [DataRow("@daily - /a -d x --json 1", "1:25 \"1\" either --json or --data")]
    [DataRow("@daily - /a --data @secret", "1:20 \"@secret\" a file below the crontab's folder")]
    public void Parse_BadLine_SaysWhereAndWhat(string line, string expected) => Assert.AreEqual(expected, Errors(line));

    [TestMethod]
    [DataRow("@daily - /a --json {full:true}", "1:21 \"full:true}\"")]
    [DataRow("@daily - /a --json '{\"a\": 1,}'", "1:29 \"}\"")]
    [DataRow("@daily - /a --json \"{\\\"a\\\": x}\"", "1:29 \"x}\"")]
    [DataRow("@daily - /a --json '\"ä\" x'", "1:25 \"x\"")]
    [DataRow("@daily - /a --json ''", "1:22 the end")]
    public void Parse_BadJson_SaysWhere(string line, string expected) =>
        Assert.StartsWith(expected + " well-formed JSON: ", Errors(line));

    [TestMethod]
    public void Parse_JsonNestedDeep_IsTaken()
    {
        var json = new string('[', 1000) + new string(']', 1000);

        Assert.AreEqual("", Errors($"@daily - /a --json {json}"));
    }

    [TestMethod]
    // RFC 8259, 8.1: on the network JSON begins with no byte order mark.
    [DataRow("--json @body", "{}")]
    [DataRow("-d @body", "\uFEFF{}")]
    public void Parse_FileWithAByteOrderMark_IsABodyAsItIsButForJson(string option, string expected)
    {
        var context = Context with { ReadData = (_, _) => new DataFile("\uFEFF{}"u8.ToArray()) };

        var crontab = CrontabParser.Parse([new("jobs.crontab", $"@daily - /a {option}")], context);

        Assert.AreEqual(expected, Encoding.UTF8.GetString(crontab.Lines.Single().Request.Body.Span));
    }

    [TestMethod]
    // the known ones change the policy of the lines below
    [DataRow("TIMEOUT=30m\n@daily - /a", "00:30:00 3 none")]
    [DataRow(" RETRY  =  5  \n@daily - /a", "00:05:00 5 none")]
    [DataRow("'RETRY'=\"5\"\n@daily - /a", "00:05:00 5 none")]
    [DataRow("\uFEFFRETRY=5\r\n@daily - /a\r\n", "00:05:00 5 none")]
    [DataRow("MAILTO=\"\"\n@daily - /a?a=100%25", "00:05:00 3 none")]
    [DataRow("PAUSE_ON=\n@daily - /a", "00:05:00 3 none")]
    [DataRow("PAUSE_ON = 4xx,!429\n@daily - /a", "00:05:00 3 4xx,!429")]
    [DataRow("RETRY=1\nRETRY=2\n@daily - /a", "00:05:00 2 none")]
    [DataRow("RETRY=1\n@daily - /a --retry 0", "00:05:00 0 none")]
    [DataRow("@daily - /a\nRETRY=1", "00:05:00 3 none")]
    // a quoted value keeps its outer blanks, here to its harm
    [DataRow("RETRY=' 5'", "1:8 \" 5\" a number from 0 to 100")]
    [DataRow("RETRY='5' x", "1:11 \"x\" the end of the line after the quoted value")]
    [DataRow("RETRY='5", "1:7 \"'\" the same quote once more, to close it")]
    [DataRow("CRON_TZ=Mars", "1:9 \"Mars\" an IANA time zone like Europe/Berlin")]
    [DataRow("RANDOM_DELAY=1441", "1:14 \"1441\" a number of minutes from 0 to 1440")]
    [DataRow("RANDOM_DELAY=", "1:14 the end a number of minutes from 0 to 1440")]
    [DataRow("RANDOM_DELAY=-1", "1:14 \"-1\" a number of minutes from 0 to 1440")]
    [DataRow("@daily - /a --jitter 25h", "1:22 \"25h\" a duration of at most 24h")]
    [DataRow("RETRIES=3", "1:1 \"RETRIES\" RETRY, or another known setting")]
    [DataRow("TIMOUT=3m", "1:1 \"TIMOUT\" TIMEOUT, or another known setting")]
    [DataRow("SHELL=/bin/sh", "1:1 \"SHELL\" no settings of a shell: jobs are requests, not commands")]
    [DataRow("HOME=/root", "1:1 \"HOME\" no settings of a shell: jobs are requests, not commands")]
    [DataRow("LOGNAME='x'", "1:1 \"LOGNAME\" no settings of a shell: jobs are requests, not commands")]
    [DataRow("  PATH = /bin", "1:3 \"PATH\" no settings of a shell: jobs are requests, not commands")]
    [DataRow("retry=5", "1:1 \"retry\" RETRY, or another known setting")]
    [DataRow("COLOUR=red", "1:1 \"COLOUR\" one of CRON_TZ, TZ, TIMEOUT, SUCCESS, RETRY, RETRY_ON, REMOVE_ON, PAUSE_ON, OVERLAP, CATCH_UP, ON_CRASH, CONDITIONAL, QUEUE, PRIORITY, RANDOM_DELAY, MAILTO, MAIL_ON, MAILFROM, ON_FAILURE, EXPECT_EVERY, TARGET")]
    public void Parse_Setting_IsInForceBelow(string text, string expected) => Assert.AreEqual(expected, Policies(text));

    [TestMethod]
    [DataRow("@daily - /a", "Asia/Tokyo")]
    [DataRow("CRON_TZ=Europe/Berlin\n@daily - /a", "Europe/Berlin")]
    [DataRow("TZ=Europe/Berlin\n@daily - /a", "Europe/Berlin")]
    [DataRow("TZ=Europe/Berlin\n@daily - /a --tz Asia/Kolkata", "Asia/Kolkata")]
    public void Parse_Zone_IsTheLinesOwnFirst(string text, string expected) =>
        Assert.AreEqual(expected, Parse(text).Lines.Single().TimeZone.Id);

    [TestMethod]
    // what is no line, and how lines end
    [DataRow("", 0)]
    [DataRow("\n\n  \t\n# @daily - /a\n  # x\n", 0)]
    [DataRow("@daily - /a\r\n@daily - /b\r\n", 2)]
    [DataRow("\uFEFF@daily - /a", 1)]
    [DataRow("@daily - /a\n@daily - /b", 2)]
    public void Parse_Lines_AreCounted(string text, int expected) => Assert.HasCount(expected, Parse(text).Lines);

    [TestMethod]
    public void Parse_SettingsOfOneFile_DoNotHoldInTheNext() =>
        Assert.AreEqual(3, Parse("RETRY=1\n@daily - /a", "@daily - /b").Lines[1].Policy.Retry);

    [TestMethod]
    public void Parse_SeveralBadLines_ReportsAllAndKeepsTheOthers()
    {
        // Act
        var crontab = Parse("61 * * * * - /a\n@daily - /b\nSHELL=x\n@daily GET /c", "@daly - /a");

        // Assert
        Assert.AreEqual("/b", crontab.Lines.Single().Request.Uri);
        Assert.AreEqual(
            "jobs.crontab:1:1 jobs.crontab:3:1 jobs.crontab:4:8 1.crontab:1:1",
            string.Join(' ', crontab.Errors.Select(error => $"{error.File}:{error.Line}:{error.Column}")));
    }

    [TestMethod]
    public void ToString_Error_IsWhatCompilersPrint() =>
        Assert.AreEqual("jobs.crontab:1:1: error: found \"60\", expected a minute from 0 to 59", Parse("60 * * * * - /a").Errors.Single().ToString());

    [TestMethod]
    public void Parse_NameTwice_IsAnErrorThatNamesTheFirst() =>
        Assert.AreEqual("1:20 \"x\" another name: it is taken by jobs.crontab:1", Errors("@daily - /a --name x", "@daily - /b --name=x"));

    [TestMethod]
    public void Parse_EqualLines_GetOrdinalsAndAWarning()
    {
        // Act
        var crontab = Parse("@daily - /a\n@daily  -  GET /a\n@daily - /b");

        // Assert
        var identity = crontab.Lines[0].Identity;
        Assert.MatchesRegex("^[0-9a-f]{16}$", identity);
        Assert.AreEqual($"{identity}-2", crontab.Lines[1].Identity);
        Assert.AreNotEqual(identity, crontab.Lines[2].Identity);
        Assert.AreEqual(
            "jobs.crontab:2:1: warning: the same job as jobs.crontab:1, so that it runs twice; a --name tells them apart",
            crontab.Warnings.Single().ToString());
    }

    [TestMethod]
    // the identity is of schedule, zone, user, target and request; the fingerprint of all
    [DataRow("@daily - /a", "@daily - /a", false, false)]
    [DataRow("@daily - /a", "@daily - /a --retry 5", false, true)]
    [DataRow("@daily - /a", "RETRY=5\n@daily - /a", false, true)]
    [DataRow("@daily - /a", "RETRY=3\n@daily - /a", false, false)]
    [DataRow("@daily - /a", "@daily -  /a", false, true)]
    [DataRow("@daily - /a", "TZ=Europe/Berlin\n@daily - /a", true, true)]
    [DataRow("@daily - /a", "@daily nobody /a", true, true)]
    [DataRow("@daily - /a", "TARGET=http://x\n@daily - /a", true, true)]
    [DataRow("@daily - /a", "@daily - /a -d x", true, true)]
    [DataRow("@daily - /a --name x", "@hourly - /b --name x", false, true)]
    public void Parse_Change_ChangesIdentityAndFingerprint(string before, string after, bool isNewIdentity, bool isNewFingerprint)
    {
        // Act
        var (old, changed) = (Parse(before).Lines.Single(), Parse(after).Lines.Single());

        // Assert
        Assert.AreEqual(isNewIdentity, old.Identity != changed.Identity);
        Assert.AreEqual(isNewFingerprint, old.Fingerprint != changed.Fingerprint);
    }

    [TestMethod]
    public void Parse_ChangedDataFile_ChangesFingerprint() =>
        Assert.AreNotEqual(
            CrontabParser.Parse([new("a", "@daily - /a --name x -d @f")], Context with { ReadData = (_, _) => new DataFile(new byte[] { 1 }) }).Lines[0].Fingerprint,
            CrontabParser.Parse([new("a", "@daily - /a --name x -d @f")], Context with { ReadData = (_, _) => new DataFile(new byte[] { 2 }) }).Lines[0].Fingerprint);

    [TestMethod]
    // a step beyond the hour or the day; in the days it is a way to begin with a star
    [DataRow("*/90 * * * * - /a", "jobs.crontab:1:1: warning: */90 is minute 0 of every hour; @every 90m is every 90 minutes")]
    [DataRow("0 */48 * * * - /a", "jobs.crontab:1:3: warning: */48 is hour 0 of every day; @every 48h is every 48 hours")]
    [DataRow("*/60 */24 */32,1-7 */13 mon - /a", "")]
    [DataRow("*/99999999999 * * * * - /a", "")]
    [DataRow("@every 90m - /a", "")]
    public void Parse_StepBeyondItsCycle_IsAWarning(string line, string expected) =>
        Assert.AreEqual(expected, string.Join('|', Parse(line).Warnings));

    [TestMethod]
    // Lines, whether there is a mail server, warnings
    [DataRow("MAILTO=ops@example.com\n@daily - /a", false, "1:8")]
    [DataRow("@daily - /a --mailto ops@example.com", false, "1:22")]
    [DataRow("MAILTO=\nMAIL_ON=always\nMAILFROM=cron@example.com\n@daily - /a", false, "")]
    [DataRow("MAILTO=ops@example.com\n@daily - /a", true, "")]
    public void Parse_MailWithoutServer_IsAWarning(string text, bool hasServer, string places)
    {
        var context = Context with { HasMailServer = hasServer };

        var warnings = CrontabParser.Parse([new CrontabSource("jobs.crontab", text)], context).Warnings;

        Assert.AreEqual(
            places, string.Join(' ', warnings.Select(warning => $"{warning.Line}:{warning.Column}")));
        Assert.IsTrue(warnings.All(warning => warning.ToString().Contains("sends no mail: there is no JobQueue:Mail:Host")));
    }

    [TestMethod]
    // Lines, the policy of the last one: to, from, on, on failure, expected every
    [DataRow("MAILTO='ops@example.com, anna@example.com'\nMAILFROM=cron@example.com\n@daily - /a", "ops@example.com,anna@example.com cron@example.com failure,recovery  ")]
    [DataRow("MAILTO=ops@example.com\nMAILTO=\nMAILFROM=a@b\nMAILFROM=\n@daily - /a", "  failure,recovery  ")]
    [DataRow("MAIL_ON=change,always\n@daily - /a --mailto a@b --mail-on never", "a@b  never  ")]
    [DataRow("ON_FAILURE='POST https://a.example/hook'\nEXPECT_EVERY=1h\n@daily - /a", "  failure,recovery POST https://a.example/hook 1h")]
    [DataRow("ON_FAILURE='POST /x'\nEXPECT_EVERY=1h\nON_FAILURE=\nEXPECT_EVERY=\n@daily - /a", "  failure,recovery  ")]
    [DataRow("@daily - /a --on-failure 'PUT /alerts' --expect-every 366d", "  failure,recovery PUT /alerts 366d")]
    public void Parse_Notices_AreInThePolicy(string text, string expected)
    {
        var policy = Parse(text).Lines.Single().Policy;

        var every = policy.ExpectEvery is { } duration ? Duration.Print(duration) : "";
        Assert.AreEqual(expected, $"{policy.MailTo} {policy.MailFrom} {MailOnText.Print(policy.MailOn)} {policy.OnFailure} {every}");
    }

    [TestMethod]
    // Lines, the error; names are those that are configured
    [DataRow("@daily - /a --target billing", "")]
    [DataRow("TARGET=mail\n@daily - /a", "")]
    [DataRow("TARGET=mail\nTARGET=\n@daily - /a", "")]
    [DataRow("@daily - /a --target https://a.example/v1", "")]
    [DataRow("@daily - /a --target biling", "1:22 \"biling\" a configured target (billing, mail), or an http or https base URL")]
    [DataRow("TARGET=nowhere\n@daily - /a", "1:8 \"nowhere\" a configured target (billing, mail), or an http or https base URL")]
    [DataRow("@daily - /a --target https://u:p@a.example", "1:22 \"https://u:p@a.example\" an http or https base URL, or the name of a configured target")]
    [DataRow("@daily - /a --target https://a.example?x", "1:22 \"https://a.example?x\" an http or https base URL, or the name of a configured target")]
    public void Parse_Target_IsABaseUrlOrAKnownName(string text, string expected)
    {
        var targets = new Targets([new Target { Name = "mail", BaseUrl = new Uri("http://m") }, new Target { Name = "billing", BaseUrl = new Uri("http://b") }]);

        var crontab = CrontabParser.Parse([new("jobs.crontab", text)], Context with { Targets = targets });

        Assert.AreEqual(expected, string.Join('|', crontab.Errors.Select(error => $"{error.Line}:{error.Column} {error.Found} {error.Expected}")));
    }

    [TestMethod]
    // Header that is a secret
    [DataRow("Authorization")]
    [DataRow("proxy-authorization")]
    [DataRow("Cookie")]
    public void Parse_SecretOnALine_IsRefusedAndSaysWhereItGoes(string header) =>
        Assert.AreEqual(
            $"1:17 \"{header}\" another header: secrets belong to a configured target, JobQueue:Targets:NAME:Headers, where none is stored or shown",
            Errors($"@daily - /a -H '{header}: x'"));

    [TestMethod]
    // URI on the line, as it is stored
    [DataRow("http://0x7f.1/a", "http://127.0.0.1/a")]
    [DataRow("HTTP://EXAMPLE.com:80", "http://example.com/")]
    [DataRow("http://[::FFFF:127.0.0.1]/", "http://[::ffff:127.0.0.1]/")]
    [DataRow("https://a.example/x/../y?q=%41", "https://a.example/y?q=A")]
    [DataRow("/x/../y", "/x/../y")]
    public void Parse_Uri_IsStoredAsItIsSent(string uri, string expected) => Assert.AreEqual(expected, Parse($"@daily - {uri}").Lines.Single().Request.Uri);

    [TestMethod]
    public void Parse_AHundredThousandLines_AreRead()
    {
        var lines = Enumerable.Range(0, 100_000).Select(number => $"*/5 * * * * nobody GET /path --name job-{number} --timeout 30s\n");

        Assert.HasCount(100_000, Parse(string.Concat(lines)).Lines);
    }

    [TestMethod]
    // hostile files
    [DataRow("* \0* * * *", 1, "1:3 a NUL character text in UTF-8: this is UTF-16 or no text")]
    [DataRow("# of the old kind\r@daily - /a\r", 1, "1:18 \"\\u000d\" lines that end in LF or CRLF")]
    [DataRow("@daily - /a\u0001", 1, "1:12 \"\\u0001\" no control characters but tabs")]
    [DataRow("x", 131_073, "1:131073 \"x\" at most 131072 characters a line")]
    [DataRow("x", 10_000_000, "1:131073 \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...\" at most 131072 characters a line")]
    [DataRow("1,", 5_000_000, "1:131073 \"1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,...\" at most 131072 characters a line")]
    [DataRow("x", 17_000_000, "0:0 a larger file at most 16777216 bytes a crontab")]
    [DataRow("\n", 200_001, "200001:1 200001 lines at most 200000 lines a crontab")]
    public void Parse_HostileFile_IsOneError(string text, int times, string expected) =>
        Assert.AreEqual(expected, Errors(new StringBuilder(text.Length * times).Insert(0, text, times).ToString()));

    [TestMethod]
    [DataRow("-x ")]
    [DataRow("' ")]
    [DataRow("--timout=1 ")]
    public void Parse_LineFullOfFaults_ReportsSome(string fault) =>
        Assert.IsLessThanOrEqualTo(
            CrontabLimits.MostErrorsALine,
            Parse("@daily - /a " + new StringBuilder().Insert(0, fault, 10_000)).Errors.Length);

    private static CrontabContext Context { get; } = new()
    {
        DefaultZone = Zones.Of("Asia/Tokyo"),
        KnownUsers = new HashSet<string> { "nobody", "backup" },
        ReadData = (crontab, path) => path == "secret"
            ? new DataFile(default, "a file below the crontab's folder")
            : new DataFile(Encoding.UTF8.GetBytes($"{path}\r\n of {crontab}\n")),
    };

    private static ParsedCrontab Parse(params string[] texts) =>
        CrontabParser.Parse([.. texts.Select((text, index) => new CrontabSource(index == 0 ? "jobs.crontab" : $"{index}.crontab", text))], Context);

    private static string Errors(params string[] texts) =>
        string.Join('|', Parse(texts).Errors.Select(error => string.Create(CultureInfo.InvariantCulture, $"{error.Line}:{error.Column} {error.Found} {error.Expected}")));

    private static string Requests(string text) =>
        string.Join('|', Parse(text).Lines.Select(line => line.Request).Select(request =>
            $"{request.User ?? "-"} {request.Method} {request.Uri} [{string.Join(", ", request.Headers.Select(h => $"{h.Key}: {h.Value}"))}] {Encoding.UTF8.GetString(request.Body.Span)}".TrimEnd()));

    private static string Policies(string text) =>
        Errors(text) is { Length: > 0 } errors
            ? errors
            : string.Join('|', Parse(text).Lines.Select(line => $"{line.Policy.Timeout} {line.Policy.Retry} {line.Policy.PauseOn}"));
}
