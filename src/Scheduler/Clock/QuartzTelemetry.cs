using Quartz.Diagnostics;

namespace JobQueue.Scheduler.Clock;

/// <summary>What Quartz calls its own telemetry: a span and measurements for each trigger that fires.</summary>
internal static class QuartzTelemetry
{
    internal const string Source = QuartzInstrumentation.ActivitySourceName;

    internal const string Meter = QuartzInstrumentation.MeterName;
}
