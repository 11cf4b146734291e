using System.Globalization;
using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests;

/// <summary>What an app makes of numbers, times and names does not reach the documents of JobQueue.</summary>
[TestClass]
public sealed class OtherSignsTests
{
    [TestMethod]
    public async Task Documents_OfAnAppOfAnotherCulture_AreAsInEveryApp()
    {
        await using var app = await LibraryApp.StartAsync("0 3 * * * - /fine --name nightly\n", app =>
        {
            app.Use((context, next) =>
            {
                CultureInfo.CurrentCulture = OtherSigns.Culture;
                return next(context);
            });
            app.MapGet("/bad", () => Results.StatusCode(404));
            app.MapJobQueue("/jobqueue");
        });

        var created = await app.PostJobAsync(
            new { at = "2126-03-29T03:04:05.25Z", name = "later", priority = -5, request = new { uri = "/bad" } });
        await app.EndedAsync(await app.AddNowAsync("/bad"));
        var job = await app.GetAsync("/jobqueue/api/jobs/later");
        var feed = await app.Client.GetStringAsync("/jobqueue/api/failures.atom");

        Assert.AreEqual(HttpStatusCode.Created, created.StatusCode);
        Assert.AreEqual("2126-03-29T03:04:05.25Z", job.GetProperty("next").GetString());
        Assert.AreEqual(-5, job.GetProperty("priority").GetInt32());
        Assert.MatchesRegex(@"<updated>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z</updated>", feed);
    }

    [TestMethod]
    public async Task Faults_OfAnAppThatNamesFieldsAsInCode_AreNamedAsInEveryApp()
    {
        await using var app = await LibraryApp.StartAsync(
            "", app => app.MapJobQueue("/jobqueue"),
            builder => builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.PropertyNamingPolicy = null));

        var refused = await app.PostJobAsync(new { at = "blue moon", request = new { uri = "/" } });

        var fault = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("faults")[0];
        Assert.AreEqual("at", fault.GetProperty("field").GetString());
        Assert.AreEqual("field column found expected line", string.Join(' ', fault.EnumerateObject().Select(field => field.Name)));
    }
}
