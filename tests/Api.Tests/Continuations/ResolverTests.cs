using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class ResolverTests
{
    [TestMethod]
    // User, status, state, error
    [DataRow("boss", 200, "succeeded", "")]
    [DataRow("gone", 403, "failed", "the user gone may not run this any more")]
    [DataRow("broken", 0, "failed", "InvalidOperationException: no directory")]
    public async Task Resolver_OfAKeptCaller_HasTheLastWord(string user, int status, string state, string error)
    {
        await using var app = await StartAsync();
        await app.Client.PostAsync("/once", "a", "respond-async", ("Test-User", user));

        var run = await app.EndedAsync((await app.GetAsync("/jobqueue/api/runs")).GetProperty("items")[0].GetProperty("id").GetString()!);

        Assert.AreEqual((status, state), (run.GetProperty("status").GetInt32(), run.GetProperty("state").GetString()));
        StringAssert.Contains(run.GetProperty("error").ToString(), error);
    }

    [TestMethod]
    public async Task Resolver_OfAConfiguredUser_GivesItsClaims()
    {
        await using var app = await StartAsync();
        var jobs = app.App.Services.GetRequiredService<IJobQueue>();

        var job = await jobs.EnqueueAsync(new JobRequest { Uri = "/resolved", User = "backup" });
        await app.EndedAsync(job.Id);

        Assert.AreEqual("yes /resolved", await app.Client.GetStringAsync($"/jobqueue/api/runs/{job.Id}/response"));
    }

    private static Task<LibraryApp> StartAsync() => ContinuationApp.StartAsync(
        app =>
        {
            app.MapGet("/resolved", (HttpContext context) => $"{context.User.FindFirstValue("resolved")} {context.Request.Path}");
            app.MapPost("/once", [Authorize(AuthenticationSchemes = "Other")] () => "ran").AllowRespondAsync(new JobPolicy { Retry = 0 });
        },
        builder => builder.Services.AddScoped<IJobUserResolver, Directory>());

    private sealed class Directory : IJobUserResolver
    {
        public ValueTask<ClaimsPrincipal?> ResolveAsync(ClaimsPrincipal principal, JobRun run, CancellationToken cancellationToken) =>
            principal.Identity!.Name switch
            {
                "gone" => new((ClaimsPrincipal?)null),
                "broken" => throw new InvalidOperationException("no directory"),
                _ => new(new ClaimsPrincipal(new ClaimsIdentity([.. principal.Claims, new Claim(
                "resolved", "yes")], principal.Identity.AuthenticationType))),
            };
    }
}
