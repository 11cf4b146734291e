using System.Reflection;
using System.Text.Json.Nodes;

namespace JobQueue.Pages.Tests;

/// <summary>
/// Takes the pictures of docs/images of a host with a day behind it. They are only looked at here; with <c>JOBQUEUE_SCREENSHOTS=1</c> they
/// are put there.
/// </summary>
[TestClass]
public sealed class ScreenshotTests
{
    private const string Crontab = """
        # Shop
        CRON_TZ=Europe/Berlin
        RETRY=0

        @every 1m         shop     /echo?job=stock --name stock --summary "Stock levels from the warehouse"
        */5  *  *  *  *   shop     POST /echo?job=mails --name newsletter --queue mail
        30   2  *  *  *   backup   POST /echo?job=backup --name nightly-backup --timeout 30m --summary "All databases"
        0    9  *  *  mon-fri  reports  /echo --json '{"report": "full"}' --name weekly-report
        @hourly           -        GET /echo?job=sessions --name sessions --remove-on none
        """;

    // A day of the job "stock", as its own runs would have left it: one in 40 failed, in waves.
    private const string Day = """
        WITH RECURSIVE minutes(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM minutes WHERE i < 1440),
        past AS (
            SELECT i, strftime('%Y-%m-%dT%H:%M:00.0000000Z', 'now', '-' || (1441 - i) || ' minutes') AS due,
                   (i * 7919 % 97) AS noise, CASE WHEN i % 120 > 112 AND i % 2 = 0 THEN 1 ELSE 0 END AS is_bad
            FROM minutes)
        INSERT INTO runs (id, job_id, job_name, cause, due, state, queue, priority, attempt, created, started, sent, finished, status, disposition,
                          error, user, method, uri, policy)
        SELECT printf('0193%04x-0000-7000-8000-%012x', i, i), jobs.id, jobs.name, 'schedule', past.due, CASE is_bad WHEN 1 THEN 'failed' ELSE 'succeeded' END,
               'default', 0, 1, past.due, strftime('%Y-%m-%dT%H:%M:', past.due) || printf('00.%03d0000Z', 2 + noise / 12),
               strftime('%Y-%m-%dT%H:%M:', past.due) || printf('00.%03d0000Z', 2 + noise / 12),
               strftime('%Y-%m-%dT%H:%M:', past.due) || printf('00.%03d0000Z', 60 + noise * 5 + is_bad * 200),
               CASE is_bad WHEN 1 THEN 503 ELSE 200 END, 'keep', NULL, jobs.user, jobs.method, jobs.uri, jobs.policy
        FROM past JOIN jobs ON jobs.name = 'stock' ORDER BY i;
        DELETE FROM run_minutes;
        INSERT INTO run_minutes
        SELECT substr(finished, 1, 16), state, count(*),
               sum((julianday(started) - julianday(due)) * 86400000), max((julianday(started) - julianday(due)) * 86400000),
               sum((julianday(finished) - julianday(sent)) * 86400000), max((julianday(finished) - julianday(sent)) * 86400000)
        FROM runs WHERE finished IS NOT NULL GROUP BY 1, 2;
        """;

    private static readonly string Folder = Environment.GetEnvironmentVariable("JOBQUEUE_SCREENSHOTS") is null
        ? Directory.CreateTempSubdirectory("jobqueue-screenshots-").FullName
        : typeof(ScreenshotTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ImageFolder").Value!;

    [TestMethod]
    public async Task Pages_OfADay_HaveTheirPictures()
    {
        await using var host = await HostUnderTest.StartAsync(Crontab);
        await host.StopAsync();
        host.Ledger.Execute(Day);
        await host.StartAsync();
        await host.PostAsync("/api/jobs", new JsonObject
        {
            ["at"] = "now",
            ["name"] = "import",
            ["requestedBy"] = "dana",
            ["request"] = new JsonObject { ["method"] = "POST", ["uri"] = "/echo?delay=50s" },
        });
        await host.JobAsync("import", "running");
        var (_, failed) = await host.PostAsync("/api/jobs", new JsonObject
        {
            ["at"] = "now",
            ["name"] = "invoice",
            ["retry"] = 0,
            ["request"] = new JsonObject { ["method"] = "POST", ["uri"] = "/echo?status=503", ["json"] = new JsonObject { ["invoice"] = 4711 } },
        });
        await host.JobAsync("invoice", "completed");

        var sizes = await Task.WhenAll(
            TakeAsync(host.Url, "overview", "/", Look.Light with { Height = 1250 }),
            TakeAsync(host.Url, "overview-dark", "/", Look.Dark),
            TakeAsync(host.Url, "jobs", "/jobs", Look.Light),
            TakeAsync(host.Url, "job", "/jobs/stock", Look.Light),
            TakeAsync(host.Url, "run", $"/runs/{failed!["id"]}", Look.Light),
            TakeAsync(host.Url, "new", "/new", Look.Light),
            TakeAsync(host.Url, "crontab", "/crontab", Look.Light),
            TakeAsync(host.Url, "phone", "/jobs", Look.Phone));

        Assert.IsGreaterThan(10_000L, sizes.Min());
    }

    private static async Task<long> TakeAsync(string url, string name, string path, Look look)
    {
        await using var window = await Browser.OpenAsync(url, look);
        await window.GoAsync(path);
        var picture = Path.Combine(Folder, $"{name}.png");
        await window.Page.ScreenshotAsync(new() { Path = picture });
        return new FileInfo(picture).Length;
    }
}
