using System.Net.Http.Headers;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Policy;

/// <summary>The Retry-After field of a response (RFC 9110, 10.2.3): seconds, or a date.</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan MostThatIsParsed = TimeSpan.FromSeconds(int.MaxValue);

    /// <summary>How long it asks to wait from <paramref name="now"/>; null where it asks nothing, or something in the past.</summary>
    internal static TimeSpan? Of(Response response, DateTimeOffset now)
    {
        var text = response.Headers.FirstOrDefault(header => header.Key.Equals("Retry-After", StringComparison.OrdinalIgnoreCase)).Value;
        var wait = RetryConditionHeaderValue.TryParse(text, out var asked) ? asked.Delta ?? asked.Date - now
            : IsNumber(text) ? MostThatIsParsed
            : null;
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static bool IsNumber(string? text) => !string.IsNullOrEmpty(text) && text.All(char.IsAsciiDigit);
}
