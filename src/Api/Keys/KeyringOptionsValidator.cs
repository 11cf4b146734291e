using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Policy;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Keys;

/// <summary>Checks <see cref="KeyringOptions"/>. What is said of a hash does not show it.</summary>
internal sealed class KeyringOptionsValidator : IValidateOptions<KeyringOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyringOptions options)
    {
        var faults = options.Keys.SelectMany(key => Faults(key.Key, key.Value)).Concat(Twice(options)).ToList();
        if (!Rate.TryParse(options.RateLimit, out _))
            faults.Add($"JobQueue:RateLimit: found \"{options.RateLimit}\", expected {Rate.Expected}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(string name, KeyOptions key)
    {
        if (!KeyName.IsValid(name))
            yield return $"JobQueue:Keys:{name}: found the name \"{name}\", expected {KeyName.Expected}.";
        if (KeyHash.Parse(key.Hash) is null)
            yield return $"JobQueue:Keys:{name}:Hash: found {key.Hash.Length} characters, expected {KeyHash.Expected}.";
        if (!Word.TryParse<Role>(key.Role, out _))
            yield return $"JobQueue:Keys:{name}:Role: found \"{key.Role}\", expected one of {string.Join(", ", Word.All<Role>())}.";
    }

    private static IEnumerable<string> Twice(KeyringOptions options) => options.Keys
        .GroupBy(key => KeyHash.Parse(key.Value.Hash)?.PublicId)
        .Where(same => same.Key is not null && same.Count() > 1)
        .Select(same => $"JobQueue:Keys: {string.Join(" and ", same.Select(key => key.Key))} have the same key, expected one name for a key.");
}
