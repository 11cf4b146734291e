namespace JobQueue.Jobs.Sending;

/// <summary>An attempt's request as it goes over HTTP.</summary>
internal static class RequestMessage
{
    private static readonly string UserAgent = $"JobQueue/{typeof(HttpSender).Assembly.GetName().Version?.ToString(3)}";

    /// <param name="attempt">The attempt.</param>
    /// <param name="destination">Where it goes. What a configured target has of its own, it alone gets.</param>
    /// <param name="publicUrl">Where JobQueue's endpoints are seen from outside; null where that is not known.</param>
    /// <param name="traceParent">W3C trace context of the attempt.</param>
    /// <param name="now">When it is sent.</param>
    internal static HttpRequestMessage Of(
        RunAttempt attempt, Destination destination, Uri? publicUrl, string traceParent, DateTimeOffset now)
    {
        var message = new HttpRequestMessage(new HttpMethod(attempt.Request.Method), destination.Uri);
        if (!attempt.Request.Body.IsEmpty)
            message.Content = new ReadOnlyMemoryContent(attempt.Request.Body);
        var target = destination.Target;
        var ofTarget = target?.Headers.Select(field => RunHeaders.Folded(field.Key)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in attempt.Request.Headers)
            if (RunHeaders.IsSent(name) && ofTarget?.Contains(RunHeaders.Folded(name)) != true)
                Add(message, name, value);
        foreach (var (name, value) in RunHeaders.Of(attempt))
            Add(message, name, value);
        foreach (var (name, value) in target is null ? [] : OfTarget(attempt, target, publicUrl, now))
            Add(message, name, value);
        Add(message, RunHeaders.TraceParent, traceParent);
        if (!message.Headers.Contains("User-Agent"))
            Add(message, "User-Agent", UserAgent);
        return message;
    }

    private static IEnumerable<KeyValuePair<string, string>> OfTarget(RunAttempt attempt, Target target, Uri? publicUrl, DateTimeOffset now)
    {
        if (attempt.Request.User is { } user)
            yield return new(RunHeaders.User, user);
        if (publicUrl is not null && attempt.Progress is { } progress)
            yield return new(
                RunHeaders.Progress, $"{publicUrl.AbsoluteUri.TrimEnd('/')}/api/runs/{attempt.RunId}/progress?token={progress.Token}");
        foreach (var field in target.Headers)
            yield return field;
        if (target.Secrets.Count == 0)
            yield break;
        foreach (var field in WebhookSignature.Fields(target.Secrets, attempt.RunId, now, attempt.Request.Body))
            yield return field;
    }

    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!message.Headers.TryAddWithoutValidation(name, value))
            // Names that speak of a body are refused among the request's own.
            (message.Content ??= new ReadOnlyMemoryContent(default)).Headers.TryAddWithoutValidation(name, value);
    }
}
