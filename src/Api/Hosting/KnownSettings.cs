using System.Reflection;
using JobQueue.Api.InProcess;
using JobQueue.Api.Keys;
using JobQueue.Scheduler;
using Microsoft.Extensions.Configuration;

namespace JobQueue.Api.Hosting;

/// <summary>The settings that section <c>JobQueue</c> may have.</summary>
internal static class KnownSettings
{
    private static readonly Type[] Options = [typeof(JobQueueOptions), typeof(InProcessOptions)];

    // An app has its own. Those that are named the host reads before there are options.
    private static readonly Type[] OptionsOfHost = [typeof(KeyringOptions)];
    private static readonly string[] OfHost = ["Log", "Telemetry"];
    private static readonly string[] OfTelemetry = ["OtlpEndpoint"];

    /// <summary>The settings that are none, by their paths, each with the name that was meant; null where none is near.</summary>
    /// <param name="section">The section.</param>
    /// <param name="isHost">Whether it is the host's, or an app's that has JobQueue in it.</param>
    internal static IEnumerable<(string Path, string? Nearest)> UnknownIn(IConfigurationSection section, bool isHost)
    {
        if (!isHost)
            return Unknown(section, [.. Options.SelectMany(Settings)], []);
        var properties = Options.Concat(OptionsOfHost).SelectMany(Settings).ToArray();
        return Unknown(section, properties, OfHost).Concat(Unknown(section.GetSection("Telemetry"), [], OfTelemetry));
    }

    private static IEnumerable<(string Path, string? Nearest)> Unknown(
        IConfigurationSection section, IReadOnlyList<PropertyInfo> properties, IEnumerable<string> others)
    {
        string[] names = [.. properties.Select(property => property.Name), .. others];
        foreach (var child in section.GetChildren())
            if (properties.FirstOrDefault(property => IsSame(property.Name, child.Key)) is { } property)
                foreach (var unknown in Below(child, property.PropertyType))
                    yield return unknown;
            else if (!names.Any(name => IsSame(name, child.Key)))
                yield return (child.Path, NearestTo(child.Key, names));
    }

    private static IEnumerable<(string Path, string? Nearest)> Below(IConfigurationSection section, Type type)
    {
        if (type.IsGenericType && type.GetGenericArguments() is [_, var value])
            return IsOptions(value) ? section.GetChildren().SelectMany(named => Unknown(named, Settings(value), [])) : [];
        return IsOptions(type) ? Unknown(section, Settings(type), []) : [];
    }

    // Texts, numbers and lists have nothing below them that has a name.
    private static bool IsOptions(Type type) => type.IsClass && type.Assembly == typeof(JobQueueOptions).Assembly;

    private static PropertyInfo[] Settings(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string? NearestTo(string name, string[] names) =>
        Nearest.To(name.ToLowerInvariant(), names.Select(known => known.ToLowerInvariant())) is { } near
            ? names.First(known => IsSame(known, near))
            : null;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
