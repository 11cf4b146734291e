using JobQueue.Scheduler.Clock;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace JobQueue.Host.Telemetry;

/// <summary>Sends traces and metrics of JobQueue and of its clock as OTLP, from the app's start until what was last is sent.</summary>
internal sealed class OtlpExport(OtlpSettings settings) : IHostedService
{
    private const string ServiceName = "jobqueue";

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>To be added before all that is measured: the first to start is the last to stop.</summary>
    internal static void Add(IServiceCollection services, OtlpSettings settings) =>
        services.AddSingleton<IHostedService>(new OtlpExport(settings));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (settings.HasTraces)
            _traces = Sdk.CreateTracerProviderBuilder()
                .ConfigureServices(Configure)
                .ConfigureResource(Describe)
                .AddSource(Jobs.Telemetry.Name, QuartzTelemetry.Source)
                .AddOtlpExporter()
                .Build();
        if (settings.HasMetrics)
            _metrics = Sdk.CreateMeterProviderBuilder()
                .ConfigureServices(Configure)
                .ConfigureResource(Describe)
                .AddMeter(Jobs.Telemetry.Name, QuartzTelemetry.Meter)
                .AddOtlpExporter()
                .Build();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, side by side; a collector that does not answer holds up the stop for seconds at most.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Dispose(), CancellationToken.None), Task.Run(() => _metrics?.Dispose(), CancellationToken.None))
        .WaitAsync(cancellationToken);

    private void Configure(IServiceCollection services) => services.AddSingleton(settings.Configuration);

    // What the variables say of the service stands last, and holds.
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService(ServiceName, serviceVersion: typeof(OtlpExport).Assembly.GetName().Version!.ToString(fieldCount: 3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();
}
