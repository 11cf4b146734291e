using System.Collections.Concurrent;
using System.Text.Json;

namespace JobQueue.Jobs.Policy;

/// <summary>A policy as the ledger keeps it: a JSON object of what differs from the defaults, null where nothing does.</summary>
internal static class PolicyJson
{
    // Crontabs repeat a few policies many times.
    private const int MostRemembered = 10_000;

    private static readonly ConcurrentDictionary<string, JobPolicy> Remembered = new(StringComparer.Ordinal);

    internal static string? Print(JobPolicy policy)
    {
        if (policy == JobPolicy.Default)
            return null;
        var said = PolicyOptions.All
            .Where(option => option.Print(policy) != option.Print(JobPolicy.Default))
            .ToDictionary(option => option.Json, option => option.Print(policy));
        return said.Count == 0 ? null : JsonSerializer.Serialize(said);
    }

    internal static JobPolicy Parse(string? json)
    {
        if (json is null)
            return JobPolicy.Default;
        if (Remembered.TryGetValue(json, out var policy))
            return policy;
        policy = PolicyOptions.All.Join(
                JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!,
                option => option.Json,
                said => said.Key,
                (option, said) => (option, said.Value))
            .Aggregate(JobPolicy.Default, (read, said) => said.option.Read(read, said.Value ?? "") ?? read);
        if (Remembered.Count < MostRemembered)
            Remembered[json] = policy;
        return policy;
    }
}
