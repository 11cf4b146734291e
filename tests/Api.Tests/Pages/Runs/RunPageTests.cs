using System.Text;
using JobQueue.Api.Pages;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Pages.Runs;

/// <summary>One run as a page.</summary>
[TestClass]
public sealed class RunPageTests
{
    private static readonly DateTimeOffset Now = PagesApp.Now;

    private static readonly Dictionary<string, Func<Run, Run>> Runs = new()
    {
        ["scheduled"] = run => Unsent(run) with { State = RunState.Scheduled, Due = Now.AddHours(3), NotBefore = Now.AddHours(3) },
        ["paused"] = run => Unsent(run) with { State = RunState.Scheduled, NotBefore = Now.AddHours(3), IsPaused = true },
        ["retry"] = run => run with
        {
            State = RunState.Pending,
            Status = 503,
            NotBefore = Now.AddHours(1),
            Finished = null,
            Disposition = Disposition.Retry,
            Failures = 1,
        },
        ["running"] = run => run with { State = RunState.Running, Status = null, Finished = null },
        ["succeeded"] = run => run,
        ["again"] = run => run with { Attempt = 2 },
        ["nothing"] = run => run with { Status = 204 },
        ["failed"] = run => run with { State = RunState.Failed, Status = 503, Attempt = 4 },
        ["removed"] = run => run with { State = RunState.Failed, Status = 410, JobId = "j", Disposition = Disposition.Remove },
        ["timed_out"] = run => run with { State = RunState.TimedOut, Status = 0 },
        ["cancelled"] = run => Unsent(run) with { State = RunState.Cancelled, Finished = Now, Error = "the wrong one" },
        ["quarantined"] = run => run with { State = RunState.Quarantined, Status = null, Crashes = 3 },
        ["skipped"] = run => Unsent(run) with { State = RunState.Skipped, Finished = Now, Count = 1, Error = "the job is paused" },
        ["missed"] = run => Unsent(run) with { State = RunState.Missed, Finished = Now, Count = 71, Until = Now, JobId = "j" },
        ["link"] = run => run with { Cause = RunCause.Link, ReplayOf = "0123456789", JobId = "j" },
        ["replay"] = run => run with { Cause = RunCause.Replay, ReplayOf = "0123456789", RequestedBy = "anna" },
    };

    [TestMethod]
    // Run, what the page says
    [DataRow("scheduled", "Not due yet: due in 2 h 5")]
    [DataRow("paused", "Held back by a pause")]
    [DataRow("retry", "Waits for attempt 2, in 59 min")]
    [DataRow("retry", "1 of at most 3 times it was tried again")]
    [DataRow("running", "Attempt 1 is under way for")]
    [DataRow("succeeded", "Succeeded: 200, at the first attempt.")]
    [DataRow("again", "Succeeded: 200, on attempt 2.")]
    [DataRow("again", "it was cut short: the process ended")]
    [DataRow("nothing", "There was nothing to do.")]
    [DataRow("failed", "Failed: 503, tried 4 times; nothing more will be sent.")]
    [DataRow("removed", "The status is in remove-on 410: the job was removed.")]
    [DataRow("timed_out", "Timed out: no whole response within 5 min 0 s, tried once; nothing more will be sent.")]
    [DataRow("cancelled", "Cancelled, before it was sent; nothing more will be sent. the wrong one")]
    [DataRow("quarantined", "the process ended 3 times while this run was under way")]
    [DataRow("skipped", "Not run: an occurrence came due while the job was busy or paused. the job is paused")]
    [DataRow("missed", "Not run: 71 occurrences came due while no JobQueue was there to run it, and the job's catch-up is none.")]
    [DataRow("link", "the Link of another run's response: …23456789")]
    [DataRow("replay", "a replay of another run: …23456789")]
    [DataRow("replay", "Asked for by anna")]
    [DataRow("succeeded", "waited to be sent 2.0 s attempt 1: 200 3.0 s")]
    public async Task Run_InAState_IsToldInWords(string which, string said)
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(Runs[which]);

        var page = await app.GetAsync($"/runs/{run.Id}");

        Assert.Contains(said, page.Text);
    }

    [TestMethod]
    public async Task Run_AfterRetries_SaysWhenItWasFirstSentAndWhenLast()
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(run => run with { Attempt = 3, Started = Now.AddSeconds(-9), Sent = Now.AddSeconds(-6) });

        var page = await app.GetAsync($"/runs/{run.Id}");

        Assert.MatchesRegex($"Sent {Text(-9)} Late 1.0 s Sent last {Text(-6)} Ended", page.Text);

        static string Text(int seconds) => Show.Time(Now.AddSeconds(seconds), TimeZoneInfo.Local);
    }

    [TestMethod]
    // Run, the buttons
    [DataRow("scheduled", "cancel")]
    [DataRow("retry", "cancel")]
    [DataRow("running", "cancel")]
    [DataRow("succeeded", "replay")]
    [DataRow("missed", "replay")]
    public async Task Run_InAState_HasTheButtonsForItAndNoneForAViewer(string which, string action)
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(Runs[which]);

        var page = await app.GetAsync($"/runs/{run.Id}");
        var seen = await app.GetAsync($"/runs/{run.Id}", key: "viewer");

        CollectionAssert.Contains(page.Named("form").Select(form => form["action"]).ToList(), $"/jobqueue/runs/{run.Id}/{action}");
        CollectionAssert.AreEqual(new[] { "/jobqueue/logout" }, seen.Named("form").Select(form => form["action"]).ToList());
    }

    [TestMethod]
    public async Task Replay_ByItsButton_LeadsToTheNewRun()
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync();
        var token = (await app.GetAsync($"/runs/{run.Id}")).Token;

        var (status, location) = await app.PostAsync($"/runs/{run.Id}/replay", token);

        var next = await app.FindAsync(location!.Split('/')[^1]);
        Assert.AreEqual((303, run.Id, "operator"), (status, next!.ReplayOf, next.RequestedBy));
    }

    [TestMethod]
    public async Task Cancel_ByItsButton_IsDoneOnlyWithTheTokenAndTheRole()
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(Runs["scheduled"]);
        var token = (await app.GetAsync($"/runs/{run.Id}")).Token;

        var without = await app.PostAsync($"/runs/{run.Id}/cancel", token: null);
        var asViewer = await app.PostAsync($"/runs/{run.Id}/cancel", token, key: "viewer");
        var before = await app.FindAsync(run.Id);
        var with = await app.PostAsync($"/runs/{run.Id}/cancel", token);

        Assert.AreEqual((400, 403, RunState.Scheduled), (without.Status, asViewer.Status, before!.State));
        Assert.AreEqual((303, "/jobqueue/runs"), with);
        var page = await app.GetAsync($"/runs/{run.Id}");
        Assert.Contains("Cancelled, before it was sent; nothing more will be sent. why not", page.Text);
        Assert.Contains("cancelled operator why not", page.Text, "its events");
    }

    [TestMethod]
    public async Task Run_Unknown_Is404()
    {
        await using var app = await PagesApp.StartAsync();

        var page = await app.GetAsync("/runs/nobody", status: 404);

        Assert.Contains("There is no run \"nobody\".", page.Text);
    }

    [TestMethod]
    // Content type, body, how it is shown: the text in pre, img, or a download alone
    [DataRow("application/json", "{\"a\":[1,\"é\"]}", "{\n  \"a\": [\n    1,\n    \"é\"\n  ]\n}")]
    [DataRow("application/problem+json; charset=utf-8", "{\"a\":1}", "{\n  \"a\": 1\n}")]
    [DataRow("application/json", "{\"a\":", "{\"a\":")]
    [DataRow("text/html", "<p>hello</p>", "<p>hello</p>")]
    [DataRow("text/plain", "a\nb", "a\nb")]
    [DataRow("application/octet-stream", "a\u0001b", "download")]
    [DataRow("image/png", "abc", "img")]
    [DataRow("image/evil", "a\u0001b", "download")]
    public async Task Response_OfAKind_IsShownAsThat(string type, string body, string shown)
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(response: Of(type, Encoding.UTF8.GetBytes(body)));

        var page = await app.GetAsync($"/runs/{run.Id}");

        var picture = page.Named("img").SingleOrDefault(img => img["class"] == "kept");
        // The last is the command.
        Assert.AreEqual(shown, picture is not null ? "img" : page.Preformatted is [var text, _] ? text : "download");
        Assert.AreEqual(1, page.Named("a").Count(link => link["href"] == $"/jobqueue/runs/{run.Id}/download"));
    }

    [TestMethod]
    public async Task Download_OfAFailedRun_IsAFileThatBrowsersTake()
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(Runs["failed"], Of("text/html", "<p>sorry</p>"u8.ToArray()) with { Status = 503 });
        var none = await app.AddAsync(Runs["timed_out"]);

        using var file = await app.SendAsync("viewer", HttpMethod.Get, $"/runs/{run.Id}/download", content: null);
        await app.GetAsync($"/runs/{none.Id}/download", status: 404);
        await app.GetAsync("/runs/nobody/download", status: 404);

        Assert.AreEqual((200, "<p>sorry</p>"), ((int)file.StatusCode, await file.Content.ReadAsStringAsync()));
        Assert.AreEqual($"attachment; filename=\"{run.Id}\"", $"{file.Content.Headers.ContentDisposition}");
        Assert.AreEqual("text/html nosniff", $"{file.Content.Headers.ContentType} {file.Headers.GetValues("X-Content-Type-Options").Single()}");
        Assert.AreEqual("sandbox; default-src 'none'", string.Join(' ', file.Headers.GetValues("Content-Security-Policy")));
    }

    [TestMethod]
    public async Task Response_CutOff_SaysSo()
    {
        await using var app = await PagesApp.StartAsync();
        // Within the two bytes of a character.
        var run = await app.AddAsync(response: Of("text/plain", [.. "caf"u8, 0xC3]) with { BodyBytes = 2_000_000 });

        var page = await app.GetAsync($"/runs/{run.Id}");

        Assert.AreEqual("caf", page.Preformatted[0]);
        Assert.Contains("2,000,000 bytes. Cut off: only the first 4 bytes were kept.", page.Text);
    }

    [TestMethod]
    public async Task Attempts_OfARunThatHadSeveral_AreShown()
    {
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(run => run with { Attempt = 2, Sent = Now.AddSeconds(-6), Finished = Now.AddSeconds(-5) });
        await app.Ledger.WriteAsync(connection => connection.Execute(
            """
            INSERT INTO attempts (run, attempt, sent, finished, status, error)
            SELECT seq, 1, started, @finished, 503, 'busy' FROM runs WHERE id = @id
            """,
            ("@finished", InstantText.Print(Now.AddSeconds(-7))), ("@id", run.Id)));

        var page = await app.GetAsync($"/runs/{run.Id}");

        Assert.Contains("waited to be sent 2.0 s attempt 1: 503 1.0 s waited for the next attempt 1.0 s attempt 2: 200 1.0 s", page.Text);
        Assert.MatchesRegex("Attempts .* 1 .* 1\\.0 s 503 busy 2 .* 1\\.0 s 200", page.Text);
    }

    [TestMethod]
    [DataRow("/runs")]
    [DataRow("/runs/{id}")]
    [DataRow("/")]
    public async Task Page_HostileText_IsTextAndNothingElse(string path)
    {
        const string evil = "</pre></td>'\"><evil-x evil-y=\"1\"><script>evil()</script>&amp;";
        await using var app = await PagesApp.StartAsync();
        var run = await app.AddAsync(
            run => run with
            {
                State = RunState.Failed,
                JobName = evil,
                Error = evil,
                RequestedBy = evil,
                Request = new JobRequest
                {
                    Method = "POST",
                    Uri = "/" + evil,
                    User = evil,
                    Headers = [new("X-" + evil, evil)],
                    Body = Encoding.UTF8.GetBytes(evil),
                },
                Policy = new JobPolicy { Summary = evil, Queue = evil },
            },
            Of("text/html", Encoding.UTF8.GetBytes(evil)) with { Headers = [new("Content-Type", "text/html"), new("X-Evil", evil)] });
        await app.Ledger.WriteAsync(connection =>
        {
            EventRows.Add(connection, Now, evil, runId: run.Id, who: evil, reason: evil);
            return true;
        });

        var page = await app.GetAsync(path.Replace("{id}", run.Id));

        Assert.IsEmpty(page.Elements.Where(element => element.Name.StartsWith("evil", StringComparison.Ordinal)));
        Assert.IsEmpty(page.Elements.Where(element => element.Attributes.Keys.Any(name => name.StartsWith("evil", StringComparison.Ordinal))));
        Assert.HasCount(1, page.Named("script"));
        Assert.Contains(evil, page.Text);
    }

    private static Run Unsent(Run run) => run with { Attempt = 0, Status = null, Started = null, Sent = null, Finished = null };

    private static Response Of(string type, byte[] body) =>
        new() { Status = 200, Headers = [new("Content-Type", type)], Body = body, BodyBytes = body.Length };
}
