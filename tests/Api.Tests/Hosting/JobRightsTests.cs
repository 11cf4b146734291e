using System.Security.Claims;
using System.Text.Json;
using JobQueue.Api.Tests.Keys;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class JobRightsTests
{
    [TestMethod]
    // Key, user, requestedBy, status, who asked for it in the end
    [DataRow("operator", null, null, 201, "operator")]
    [DataRow("operator", "-", null, 201, "operator")]
    [DataRow("operator", "operator", "operator", 201, "operator")]
    [DataRow("operator", "backup", null, 403, null)]
    [DataRow("operator", "Operator", null, 403, null)]
    [DataRow("operator", null, "anna", 403, null)]
    [DataRow("admin", "backup", null, 201, "admin")]
    [DataRow("admin", "backup", "anna", 201, "anna")]
    public async Task PostJobs_OnTheHost_NamesOthersForAdminsOnly(string key, string? user, string? requestedBy, int expected, string? asked)
    {
        await using var host = await HostApp.StartAsync();

        using var answer = await host.SendAsync(key, "POST", "/api/jobs", new { at = "now + 1 hour", user, requestedBy, request = new { uri = "/a" } });
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual(expected, (int)answer.StatusCode);
        Assert.AreEqual(asked, document.TryGetProperty("requestedBy", out var said) ? said.GetString() : null);
    }

    [TestMethod]
    // Caller, admin policy, user, status
    [DataRow("anna", null, "anna", 201)]
    [DataRow("anna", null, null, 201)]
    [DataRow("anna", null, "backup", 403)]
    [DataRow("anna", "chiefs", "backup", 403)]
    [DataRow("chief", "chiefs", "backup", 201)]
    [DataRow("chief", null, "backup", 403)]
    public async Task PostJobs_InAnApp_NamesOthersByThePolicyOfAdmins(string caller, string? policy, string? user, int expected)
    {
        await using var app = await StartAppAsync(policy);
        app.Client.DefaultRequestHeaders.Add("X-Caller", caller);

        using var answer = await app.PostJobAsync(new { cron = "@yearly", name = "made", user, request = new { uri = "/a" } });

        Assert.AreEqual(expected, (int)answer.StatusCode);
    }

    [TestMethod]
    public async Task PostJobs_InAnApp_TellsWhoDidIt()
    {
        await using var app = await StartAppAsync(policy: null);
        app.Client.DefaultRequestHeaders.Add("X-Caller", "anna");

        await app.PostJobAsync(new { cron = "@yearly", name = "made", request = new { uri = "/a" } });
        var job = await app.GetAsync("/jobqueue/api/jobs/made");

        Assert.AreEqual(("anna", "anna"), (job.GetProperty("requestedBy").GetString(), job.GetProperty("events")[0].GetProperty("who").GetString()));
    }

    [TestMethod]
    public async Task MapJobQueue_AdminPolicyThatIsNone_RefusesToStart()
    {
        var refusal = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => StartAppAsync("misspelt"));

        StringAssert.Contains(refusal.Message, "AdminPolicy");
    }

    private static Task<LibraryApp> StartAppAsync(string? policy) => LibraryApp.StartAsync(
        "",
        app =>
        {
            app.Use((context, next) =>
            {
                context.User = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, context.Request.Headers["X-Caller"]!)], "test"));
                return next(context);
            });
            app.UseAuthorization();
            app.MapJobQueue().RequireAuthorization();
        },
        builder =>
        {
            builder.Services.AddAuthorizationBuilder().AddPolicy("chiefs", chiefs => chiefs.RequireUserName("chief"));
            builder.Services.AddJobQueue(options => options.AdminPolicy = policy);
        },
        environment: "Production");
}
