using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>Which version a conditional job asks for by, before and after its line changed.</summary>
public abstract class ValidatorConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    // What changed; whether the version that was seen is asked for by
    [DataRow("nothing", true)]
    [DataRow("target", false)]
    [DataRow("user", false)]
    [DataRow("header", false)]
    [DataRow("body", false)]
    public async Task Condition_OfAJobThatWasDefinedAnew_IsOfTheSameRequest(string what, bool isAskedBy)
    {
        await using var fixture = await NewFixtureAsync();
        var before = await fixture.AddJobAsync(new JobPolicy { IsConditional = true });
        await AnswerAsync(fixture, await RunningAsync(fixture, before, hour: 0));

        var after = Changed(before, what);
        await PutAsync(fixture, before, after);

        Assert.AreEqual(isAskedBy ? "If-None-Match: \"1\"" : "", await ConditionAsync(fixture, await RunningAsync(fixture, after, hour: 1)));
    }

    [TestMethod]
    public async Task Condition_OfAJobThatLivesAgain_IsNone()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { IsConditional = true });
        await AnswerAsync(fixture, await RunningAsync(fixture, job, hour: 0));

        await fixture.Ledger.WriteAsync(connection => JobWrites.Remove(connection, job.Id, who: null, reason: null, runId: null, Now));
        await fixture.Ledger.WriteAsync(connection => JobWrites.Resume(connection, job.Id, who: null, reason: null, Now));

        Assert.AreEqual("", await ConditionAsync(fixture, await RunningAsync(fixture, job, hour: 1)));
    }

    [TestMethod]
    public async Task Condition_OfAJobThatWasPaused_IsOfTheVersionBefore()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { IsConditional = true });
        await AnswerAsync(fixture, await RunningAsync(fixture, job, hour: 0));

        await fixture.Ledger.WriteAsync(connection => JobWrites.Pause(connection, job.Id, who: null, reason: null, Now));
        await fixture.Ledger.WriteAsync(connection => JobWrites.Resume(connection, job.Id, who: null, reason: null, Now));

        Assert.AreEqual("If-None-Match: \"1\"", await ConditionAsync(fixture, await RunningAsync(fixture, job, hour: 1)));
    }

    [TestMethod]
    public async Task Condition_OfARunFromBeforeTheChange_NeitherAsksNorIsSeen()
    {
        await using var fixture = await NewFixtureAsync();
        var before = await fixture.AddJobAsync(new JobPolicy { IsConditional = true, Overlap = Overlap.Allow });
        var (early, late) = (await RunningAsync(fixture, before, hour: 0), await RunningAsync(fixture, before, hour: 1));
        var after = Changed(before, "header");
        await PutAsync(fixture, before, after);

        await AnswerAsync(fixture, early);
        var next = await RunningAsync(fixture, after, hour: 2);
        var ofNext = await ConditionAsync(fixture, next);
        await AnswerAsync(fixture, next);
        var ofLate = await ConditionAsync(fixture, late);

        Assert.AreEqual(("", ""), (ofNext, ofLate));
    }

    private static RecurringJob Changed(RecurringJob job, string what) => what switch
    {
        "target" => job with { Policy = job.Policy with { Target = "billing" } },
        "user" => job with { Request = job.Request with { User = "anna" } },
        "header" => job with { Request = job.Request with { Headers = [new("Accept", "text/csv")] } },
        "body" => job with { Request = job.Request with { Body = "all"u8.ToArray() } },
        _ => job,
    };

    private static Task PutAsync(LedgerFixture fixture, RecurringJob before, RecurringJob after) =>
        before == after ? Task.CompletedTask : fixture.Ledger.WriteAsync(connection =>
        {
            JobRows.Put(connection, after);
            return true;
        });

    private static async Task<Run> RunningAsync(LedgerFixture fixture, RecurringJob job, int hour)
    {
        await fixture.Ledger.WriteAsync(connection => JobWrites.Occur(
            connection, job.Id, fixture.RunOf(job, Now.AddHours(hour)) with { Request = job.Request }, owner: null, isCaughtUp: false));
        return (await fixture.ClaimAsync()).Single();
    }

    private static Task AnswerAsync(LedgerFixture fixture, Run run) => fixture.FinishAsync(
        run, LedgerFixture.Finish(RunState.Succeeded, 200) with { Response = new Response { Status = 200, Headers = [new("ETag", "\"1\"")] } });

    private static async Task<string> ConditionAsync(LedgerFixture fixture, Run run)
    {
        var request = await fixture.Ledger.ReadAsync(connection => ValidatorRows.Condition(connection, run));
        return string.Join(", ", request.Headers.Where(field => field.Key.StartsWith("If-")).Select(field => $"{field.Key}: {field.Value}"));
    }
}
