using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace JobQueue.Jobs;

/// <summary>The one source of activities and the one meter, both named "JobQueue".</summary>
internal static class Telemetry
{
    internal const string Name = "JobQueue";

    internal static readonly ActivitySource Activities = new(Name);

    internal static readonly Meter Meter = new(Name);
}
