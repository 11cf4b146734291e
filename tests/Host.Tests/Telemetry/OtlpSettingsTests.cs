using JobQueue.Host.Telemetry;
using Microsoft.Extensions.Configuration;

namespace JobQueue.Host.Tests.Telemetry;

[TestClass]
public sealed class OtlpSettingsTests
{
    [TestMethod]
    // Setting, where traces and metrics are sent because of it
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT", true, true)]
    [DataRow("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", true, false)]
    [DataRow("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", false, true)]
    [DataRow("JobQueue:Telemetry:OtlpEndpoint", true, true)]
    public void Of_AnEndpoint_SendsWhatItIsFor(string name, bool traces, bool metrics)
    {
        var settings = OtlpSettings.Of(Configuration((name, "http://127.0.0.1:4318")));

        Assert.AreEqual((traces, metrics), (settings!.HasTraces, settings.HasMetrics));
    }

    [TestMethod]
    [DataRow("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    [DataRow("OTEL_SERVICE_NAME", "nightly")]
    public void Of_NoEndpoint_SendsNothing(string name, string value) =>
        Assert.IsNull(OtlpSettings.Of(Configuration((name, value))));

    [TestMethod]
    public void Of_TheVariableAndTheSetting_TakesTheVariable()
    {
        var settings = OtlpSettings.Of(Configuration(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://a:4318"), ("JobQueue:Telemetry:OtlpEndpoint", "http://b:4318")));

        Assert.AreEqual("http://a:4318", settings!.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Name, (string?)one.Value))).Build();
}
