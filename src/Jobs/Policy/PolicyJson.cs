using System.Collections.Concurrent;
using System.Text.Json;

namespace JobQueue.Jobs.Policy;

/// <summary>
/// A policy as the ledger keeps it: a JSON object of what differs from the defaults, null where nothing does. The name is not in it: it
/// has a column of its own, and without it many jobs share a policy.
/// </summary>
internal static class PolicyJson
{
    // Crontabs repeat a few policies many times.
    private const int MostRemembered = 10_000;

    private static readonly ConcurrentDictionary<string, JobPolicy> Read = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<(JobPolicy Policy, string Sets), string> Printed = new();

    internal static string? Print(JobPolicy policy)
    {
        var unnamed = policy.Name is null ? policy : policy with { Name = null };
        if (unnamed == JobPolicy.Default)
            return null;
        // Equal sets may be written differently, and each comes back as it was written.
        var key = (unnamed, $"{policy.Success} {policy.RetryOn} {policy.RemoveOn} {policy.PauseOn}");
        if (Printed.TryGetValue(key, out var json))
            return json;
        json = JsonSerializer.Serialize(PolicyOptions.All
            .Where(option => option.Print(unnamed) != option.Print(JobPolicy.Default))
            .ToDictionary(option => option.Json, option => option.Print(unnamed)));
        if (Printed.Count < MostRemembered)
            Printed[key] = json;
        return json;
    }

    internal static JobPolicy Parse(string? json, string? name)
    {
        var policy = Parse(json);
        return policy.Name == name ? policy : policy with { Name = name };
    }

    private static JobPolicy Parse(string? json)
    {
        if (json is null)
            return JobPolicy.Default;
        if (Read.TryGetValue(json, out var policy))
            return policy;
        policy = PolicyOptions.All.Join(
                JsonSerializer.Deserialize<Dictionary<string, string?>>(json) ?? throw new JsonException("found null, expected an object"),
                option => option.Json,
                said => said.Key,
                (option, said) => (option, said.Value))
            .Aggregate(JobPolicy.Default, (read, said) => said.option.Read(read, said.Value ?? "") ?? read);
        if (Read.Count < MostRemembered)
            Read[json] = policy;
        return policy;
    }
}
