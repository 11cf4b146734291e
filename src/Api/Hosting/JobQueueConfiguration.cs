using System.Globalization;
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

    /// <exception cref="OptionsValidationException">What should be a duration, a number, or one of a few words, is none.</exception>
    public void Configure(JobQueueOptions options)
    {
        var section = configuration.GetSection(Section);
        var settings = section.AsEnumerable().ToArray();
        string[] faults = [.. settings.Where(setting => IsDuration(setting.Key)).Select(FaultOf).OfType<string>(), .. KnownSettings.FaultsIn(section)];
        if (faults.Length > 0)
            throw new OptionsValidationException(Options.DefaultName, typeof(JobQueueOptions), faults);
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(AsDotNet)).Build().GetSection(Section).Bind(options);
    }

    private static IEnumerable<string> DurationsOf(Type options, string section) =>
        options.GetProperties().Where(option => option.PropertyType == typeof(TimeSpan)).Select(option => $"{section}:{option.Name}");

    private static bool IsDuration(string key) => Durations.Contains(key) || IsTimeoutOfTarget(key);

    private static bool IsTimeoutOfTarget(string key) =>
        key.Split(':') is [_, var targets, _, var timeout]
        && targets.Equals(nameof(JobQueueOptions.Targets), StringComparison.OrdinalIgnoreCase)
        && timeout.Equals(nameof(TargetOptions.Timeout), StringComparison.OrdinalIgnoreCase);

    private static KeyValuePair<string, string?> AsDotNet(KeyValuePair<string, string?> setting) =>
        IsDuration(setting.Key) && setting.Value is { } text && Duration.TryParse(text, out var duration)
            ? new(setting.Key, duration.ToString("c"))
            : setting;

    private static string? FaultOf(KeyValuePair<string, string?> setting) =>
        setting.Value is not { Length: > 0 } text || Duration.TryParse(text, out _) || IsOfDotNet(text)
            ? null
            : $"{setting.Key}: found \"{text}\", expected {Duration.Expected}.";

    // A number alone is one of days, which nobody means who writes 5; zero is zero.
    private static bool IsOfDotNet(string text) =>
        TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
        && (span == TimeSpan.Zero || text.Contains(':', StringComparison.Ordinal));
}
