using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler.Requests;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>
/// Checks what <see cref="JobQueueOptions"/> say of other servers, and reads it. No message shows a secret or a header's value.
/// </summary>
internal sealed class TargetOptionsValidator : IValidateOptions<JobQueueOptions>
{
    private const int MostConnections = 10_000;

    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(24);

    public ValidateOptionsResult Validate(string? name, JobQueueOptions options)
    {
        List<string> faults =
        [
            .. options.Targets.SelectMany(target => Faults($"JobQueue:Targets:{target.Key}", target.Key, target.Value)),
            .. SecretFaults("JobQueue:TrustedSecrets", options.TrustedSecrets),
        ];
        if (options.PublicUrl is { } url && !BaseUrl.TryParse(url, out _))
            faults.Add($"JobQueue:PublicUrl: found {Found(url)}, expected {BaseUrl.Expected}, without user, query and fragment.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What the sender is told, of options that are valid.</summary>
    internal static SendingOptions Sending(JobQueueOptions options) => new()
    {
        Targets = new Targets(options.Targets.Select(target => Target(target.Key, target.Value))),
        AllowsFreeUrls = options.AllowFreeUrls,
        PublicUrl = options.PublicUrl is { } url ? new Uri(url) : null,
    };

    /// <summary>Secrets that are valid.</summary>
    internal static IEnumerable<WebhookSecret> Read(IEnumerable<string> secrets) =>
        secrets.Select(text => WebhookSecret.TryParse(text, out var secret) ? secret : null).OfType<WebhookSecret>();

    private static Target Target(string name, TargetOptions options) => new()
    {
        Name = name,
        BaseUrl = new Uri(options.BaseUrl),
        Secrets = [.. Read(SecretsOf(options))],
        Headers = [.. options.Headers],
        Timeout = options.Timeout,
        MaxConnections = options.MaxConnections,
    };

    private static IEnumerable<string> SecretsOf(TargetOptions options) =>
        options.Secret is { } only ? options.Secrets.Prepend(only) : options.Secrets;

    private static IEnumerable<string> Faults(string path, string name, TargetOptions target)
    {
        if (!JobName.IsValid(name))
            yield return $"{path}: found the target name \"{name}\", expected letters, digits, ._-, at most {JobName.MostCharacters}.";
        if (!BaseUrl.TryParse(target.BaseUrl, out _))
            yield return $"{path}:BaseUrl: found {Found(target.BaseUrl)}, expected {BaseUrl.Expected}, without user, query and fragment.";
        if (target.Secret is { } secret && !WebhookSecret.TryParse(secret, out _))
            yield return $"{path}:Secret: expected {WebhookSecret.Expected}.";
        foreach (var fault in SecretFaults($"{path}:Secrets", target.Secrets))
            yield return fault;
        foreach (var (header, value) in target.Headers)
            if (RequestHeader.TargetNameRefusal(header) is { } expected)
                yield return $"{path}:Headers:{header}: found the header \"{header}\", expected {expected}.";
            else if (value is null || RequestHeader.BadCharacterIn(value) >= 0)
                yield return $"{path}:Headers:{header}: expected a value of visible ASCII, blanks and tabs.";
        if (target.Timeout is { } timeout && (timeout <= TimeSpan.Zero || timeout > LongestTimeout))
            yield return $"{path}:Timeout: found {timeout}, expected a duration of more than 0 and at most 24h.";
        if (target.MaxConnections is < 1 or > MostConnections)
            yield return $"{path}:MaxConnections: found {target.MaxConnections}, expected 1 to {MostConnections}.";
    }

    private static IEnumerable<string> SecretFaults(string path, IList<string> secrets) =>
        from index in Enumerable.Range(0, secrets.Count)
        where !WebhookSecret.TryParse(secrets[index], out _)
        select $"{path}:{index}: expected {WebhookSecret.Expected}.";

    // A password may stand in a URL that is refused for it.
    private static string Found(string url) => url.Contains('@', StringComparison.Ordinal) ? "a URL with a user" : $"\"{url}\"";
}
