namespace JobQueue.Jobs.Sending;

/// <summary>Where an attempt's request goes over HTTP.</summary>
/// <param name="Uri">The address in full.</param>
/// <param name="Target">The configured target it is; null for an address of the job's own.</param>
internal sealed record Destination(Uri Uri, Target? Target)
{
    /// <summary>
    /// The request's own address, or its path below the target. An address that lies below the named target is that target; any other is
    /// the job's own, and gets neither signature nor headers of a target.
    /// </summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="options">The targets, and whether jobs of the API may name addresses.</param>
    /// <param name="refusal">Why it goes nowhere; null where it goes.</param>
    internal static Destination? Of(RunAttempt attempt, SendingOptions options, out string? refusal)
    {
        var (target, path) = (options.Targets.Find(attempt.Target), attempt.Request.Uri);
        var found = BaseUrl.IsAbsolute(path)
            ? Absolute(path, target, out refusal)
            : Below(attempt.Target ?? "", path, target, out refusal);
        if (found is not { Target: null } || !attempt.IsConfined || options.AllowsFreeUrls)
            return found;
        refusal = "jobs of the API go to the app itself and to configured targets, unless JobQueue:AllowFreeUrls is true";
        return null;
    }

    private static Destination? Absolute(string text, Target? target, out string? refusal)
    {
        refusal = Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? BaseUrl.HasUser(text) ? "a URL with a user in it is never sent" : null
            : $"\"{text}\" is not an http or https URL";
        if (refusal is not null)
            return null;
        return new Destination(uri!, target is not null && RunUri.IsBelow(target.BaseUrl, uri!) ? target : null);
    }

    private static Destination? Below(string name, string path, Target? target, out string? refusal)
    {
        refusal = null;
        if (target is null && !BaseUrl.IsAbsolute(name))
            refusal = $"\"{name}\" is not an http or https URL, nor a configured target";
        else if (target is null && !BaseUrl.TryParse(name, out _))
            refusal = $"\"{name}\" is not {BaseUrl.Expected} without user, query and fragment";
        if (refusal is not null)
            return null;
        if (RunUri.TryResolveBelow(target?.BaseUrl ?? new Uri(name), path, out var uri))
            return new Destination(uri, target);
        refusal = $"\"{path}\" is not a path below {name}";
        return null;
    }
}
