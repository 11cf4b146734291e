using System.ComponentModel;
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

    /// <summary>What should be a number, a word of a few, or have settings below it, and is not: a line for each.</summary>
    /// <remarks>Binding leaves out what has a name and such a fault, with all that is said of it.</remarks>
    internal static IEnumerable<string> FaultsIn(IConfigurationSection section) => Faults(section, [.. Options.Concat(OptionsOfHost).SelectMany(Settings)]);

    private static IEnumerable<string> Faults(IConfigurationSection section, IReadOnlyList<PropertyInfo> properties) =>
        from child in section.GetChildren()
        from property in properties
        where IsSame(property.Name, child.Key)
        from fault in Faults(child, property.PropertyType)
        select fault;

    private static IEnumerable<string> Faults(IConfigurationSection setting, Type type)
    {
        if (ValueOfNamed(type) is { } value)
            return setting.GetChildren().SelectMany(named => Faults(named, value));
        if (!IsOptions(type))
            return Fault(setting, type) is { } fault ? [fault] : [];
        return setting.Value is { Length: > 0 } text
            ? [$"{setting.Path}: found {TextError.Quote(text)}, expected settings below it: {string.Join(", ", Settings(type).Select(one => one.Name))}."]
            : Faults(setting, Settings(type));
    }

    private static string? Fault(IConfigurationSection setting, Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        return Expected(type) is not { } expected || setting.Value is not { } text || IsA(type, text) || (text.Length == 0 && type != declared)
            ? null
            : $"{setting.Path}: found {(text.Length == 0 ? "nothing" : TextError.Quote(text))}, expected {expected}.";
    }

    private static string? Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(TimeOnly) ? "a time of day like 03:00"
        : type.IsEnum && Enum.GetNames(type) is [.. var names, var last] ? $"{string.Join(", ", names)} or {last}".ToLowerInvariant()
        : null;

    private static bool IsA(Type type, string text) =>
        type.IsEnum ? Enum.TryParse(type, text, ignoreCase: true, out _) : TypeDescriptor.GetConverter(type).IsValid(text);

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
        if (ValueOfNamed(type) is { } value)
            return IsOptions(value) ? section.GetChildren().SelectMany(named => Unknown(named, Settings(value), [])) : [];
        return IsOptions(type) ? Unknown(section, Settings(type), []) : [];
    }

    // Of what has names of its own.
    private static Type? ValueOfNamed(Type type) => type.IsGenericType && type.GetGenericArguments() is [_, var value] ? value : null;

    // Texts, numbers and lists have nothing below them that has a name.
    private static bool IsOptions(Type type) => type.IsClass && type.Assembly == typeof(JobQueueOptions).Assembly;

    private static PropertyInfo[] Settings(Type options) => options.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static string? NearestTo(string name, string[] names) =>
        Nearest.To(name.ToLowerInvariant(), names.Select(known => known.ToLowerInvariant())) is { } near
            ? names.First(known => IsSame(known, near))
            : null;

    private static bool IsSame(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
