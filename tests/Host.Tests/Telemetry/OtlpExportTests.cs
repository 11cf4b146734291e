using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.Telemetry;

/// <summary>What the built host sends to a collector.</summary>
[TestClass]
public sealed class OtlpExportTests
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    private static readonly string[] MetricNames =
    [
        "JobQueue", "nightly", "jobqueue.runs", "succeeded", "jobqueue.run.lateness", "jobqueue.run.duration", "jobqueue.attempt.duration",
        "jobqueue.queue.depth", "jobqueue.queue.oldest_waiting", "jobqueue.run.in_flight", "jobqueue.ledger.batch.size",
        "jobqueue.ledger.commit.duration", "Quartz",
    ];

    [TestMethod]
    public async Task Serve_WithACollector_SendsMetricsAndSpansLinkedToWhoScheduledAcrossARestart()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = await HostUnderTest.StartAsync("# no recurring jobs\n");
        var id = await ScheduleAsync(host, $"00-{TraceId}-b7ad6b7169203331-01");
        await host.StopAsync();

        await host.StartAsync(
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_SERVICE_NAME", "nightly"),
            ]);
        await host.PostAsync($"/api/jobs/{id}/run");
        await host.JobAsync(id, "completed");
        var exit = await host.StopAsync();

        Assert.AreEqual(0, exit);
        var (traces, metrics) = (collector.Received("/v1/traces"), collector.Received("/v1/metrics"));
        Assert.IsEmpty(SpanNames(id).Where(name => !traces.Contains(name, StringComparison.Ordinal)));
        Assert.IsEmpty(MetricNames.Where(name => !metrics.Contains(name, StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Serve_WithJobQueuesOwnSetting_SendsToo()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var host = new HostUnderTest();
        host.Save("# no recurring jobs\n");

        await host.StartAsync([("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")], $"--JobQueue:Telemetry:OtlpEndpoint={collector.Url}");
        await host.StopAsync();

        Assert.Contains("jobqueue.ledger.batch.size", collector.Received("/v1/metrics"));
    }

    [TestMethod]
    public async Task Serve_WithoutACollector_DoesNotEvenLoadTheExporter()
    {
        await using var host = await HostUnderTest.StartAsync("# no recurring jobs\n");

        var maps = await File.ReadAllTextAsync($"/proc/{host.Process.Id}/maps");

        Assert.Contains("JobQueue.Jobs.dll", maps);
        Assert.DoesNotContain("OpenTelemetry", maps);
    }

    [TestMethod]
    public async Task Serve_WithWhatIsNoUrl_IsRefusedWithTheSettingsName()
    {
        await using var host = new HostUnderTest();
        await using var process = host.Launch([], [("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318")]);

        var exit = await process.ExitAsync();

        Assert.AreNotEqual(0, exit);
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT: found \"collector:4318\", expected a URL like http://127.0.0.1:4318", process.Error);
    }

    private static async Task<string> ScheduleAsync(HostUnderTest host, string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{host.Url}/api/jobs")
        {
            Headers = { { "traceparent", trace } },
            Content = JsonContent.Create(new { at = "tomorrow", request = new { uri = "/echo" } }),
        };
        using var answer = await HostUnderTest.SendAsync(request);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    private static string[] SpanNames(string id) =>
        ["JobQueue", "nightly", "jobqueue.run", id, "jobqueue.due", "http.route", Bytes(TraceId), Bytes("b7ad6b7169203331"), "Quartz"];

    private static string Bytes(string hexadecimal) => Encoding.Latin1.GetString(Convert.FromHexString(hexadecimal));
}
