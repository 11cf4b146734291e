namespace JobQueue.Host.Telemetry;

/// <summary>Whether telemetry is sent, and where: OpenTelemetry's own variables, or JobQueue's setting where they say nothing.</summary>
/// <param name="Configuration">The app's, with JobQueue's setting as the variable that it stands for.</param>
/// <param name="HasTraces">Whether traces are sent.</param>
/// <param name="HasMetrics">Whether metrics are sent.</param>
internal sealed record OtlpSettings(IConfiguration Configuration, bool HasTraces, bool HasMetrics)
{
    /// <summary>JobQueue's own setting.</summary>
    internal const string Setting = "JobQueue:Telemetry:OtlpEndpoint";

    // OpenTelemetry protocol exporter specification.
    internal const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    internal const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    internal const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    /// <summary>What is configured; null where nothing is to be sent.</summary>
    /// <exception cref="InvalidOperationException">An endpoint is not an http or https URL.</exception>
    internal static OtlpSettings? Of(IConfiguration configuration)
    {
        foreach (var name in (string[])[Setting, Endpoint, TracesEndpoint, MetricsEndpoint])
            Check(name, configuration[name]);
        var everything = Value(configuration, Endpoint) ?? Value(configuration, Setting);
        var settings = new OtlpSettings(
            new ConfigurationBuilder()
                .AddConfiguration(configuration)
                .AddInMemoryCollection(everything is null ? [] : [KeyValuePair.Create(Endpoint, (string?)everything)])
                .Build(),
            HasTraces: (Value(configuration, TracesEndpoint) ?? everything) is not null,
            HasMetrics: (Value(configuration, MetricsEndpoint) ?? everything) is not null);
        return settings is { HasTraces: false, HasMetrics: false } ? null : settings;
    }

    // The specification: a variable that is empty counts as not set.
    private static string? Value(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : null;

    private static void Check(string name, string? value)
    {
        if (string.IsNullOrEmpty(value) || Uri.TryCreate(value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
            return;
        throw new InvalidOperationException($"{name}: found \"{value}\", expected a URL like http://127.0.0.1:4318");
    }
}
