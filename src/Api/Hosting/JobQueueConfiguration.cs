using JobQueue.Jobs.Policy;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>
/// Fills <see cref="JobQueueOptions"/> from section <c>JobQueue</c>. Durations are written as everywhere in JobQueue, <c>10m</c> or
/// <c>PT10M</c>, or as .NET does, <c>00:10:00</c>.
/// </summary>
internal sealed class JobQueueConfiguration(IConfiguration configuration) : IConfigureOptions<JobQueueOptions>
{
    private const string Section = "JobQueue";

    private static readonly HashSet<string> Durations = new(
        [
            .. DurationsOf(typeof(JobQueueOptions), Section),
            .. DurationsOf(typeof(RetentionOptions), $"{Section}:{nameof(JobQueueOptions.Retention)}"),
        ],
        StringComparer.OrdinalIgnoreCase);

    public void Configure(JobQueueOptions options) =>
        new ConfigurationBuilder().AddInMemoryCollection(configuration.GetSection(Section).AsEnumerable().Select(AsDotNet)).Build()
            .GetSection(Section).Bind(options);

    private static IEnumerable<string> DurationsOf(Type options, string section) =>
        options.GetProperties().Where(option => option.PropertyType == typeof(TimeSpan)).Select(option => $"{section}:{option.Name}");

    private static bool IsTimeoutOfTarget(string key) =>
        key.Split(':') is [_, var targets, _, var timeout]
        && targets.Equals(nameof(JobQueueOptions.Targets), StringComparison.OrdinalIgnoreCase)
        && timeout.Equals(nameof(TargetOptions.Timeout), StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, string?> AsDotNet(KeyValuePair<string, string?> setting) =>
        (Durations.Contains(setting.Key) || IsTimeoutOfTarget(setting.Key))
        && setting.Value is { } text && Duration.TryParse(text, out var duration)
            ? new(setting.Key, duration.ToString("c"))
            : setting;
}
