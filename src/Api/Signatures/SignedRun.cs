using System.Globalization;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace JobQueue.Api.Signatures;

/// <summary>The run that the header fields of a request speak of.</summary>
internal static class SignedRun
{
    private const int MostIdCharacters = 100;

    /// <summary>The run; null where a field is missing, repeated or unreadable, or the signed id is another run's.</summary>
    internal static JobRun? Of(IHeaderDictionary headers)
    {
        if (Only(headers[WebhookSignature.IdField]) is not { } id || Only(headers[RunHeaders.Run]) != id)
            return null;
        // A dot would let a part of the id pass for the time.
        if (id.Length > MostIdCharacters || id.Contains('.', StringComparison.Ordinal) || Only(headers[RunHeaders.Job]) is not { } job)
            return null;
        var number = Only(headers[RunHeaders.Attempt]);
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) || attempt < 1)
            return null;
        if (!DateTimeOffset.TryParseExact(
            Only(headers[RunHeaders.Due]), RunHeaders.DueFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var due))
            return null;
        var user = headers[RunHeaders.User];
        // The field has the name where there is one, and no name can be taken for an id.
        return user.Count > 1 ? null : new JobRun(id, job, Guid.TryParse(job, out _) ? null : job, attempt, due, Only(user));
    }

    private static string? Only(StringValues field) => field.Count == 1 && !string.IsNullOrEmpty(field[0]) ? field[0] : null;
}
