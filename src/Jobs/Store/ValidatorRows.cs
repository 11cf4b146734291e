using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>validators</c>: which version of its resource a conditional job has seen last.</summary>
internal static class ValidatorRows
{
    private const int NotModified = 304;

    /// <summary>Takes the version of a good response. A 304 without one speaks of the version before (RFC 9110, 15.4.5).</summary>
    internal static void Note(LedgerConnection ledger, Run run, Response response)
    {
        var (etag, modified) = (Field(response, "ETag"), Field(response, "Last-Modified"));
        var saysNothing = response.Status == NotModified && etag is null && modified is null;
        if (saysNothing || !IsOfTheJobAsItIs(ledger, run))
            return;
        ledger.ExecuteLater(
            """
            INSERT INTO validators (job_id, method, uri, etag, last_modified) VALUES (@job, @method, @uri, @etag, @modified)
            ON CONFLICT (job_id) DO UPDATE SET
                method = excluded.method, uri = excluded.uri, etag = excluded.etag, last_modified = excluded.last_modified
            """,
            ("@job", run.JobId), ("@method", run.Request.Method), ("@uri", run.Request.Uri), ("@etag", etag), ("@modified", modified));
    }

    /// <summary>Forgets what a job has seen: what it asks for is another resource, or that as another user.</summary>
    internal static void Forget(LedgerConnection ledger, string jobId) =>
        ledger.ExecuteLater("DELETE FROM validators WHERE job_id = @job", ("@job", jobId));

    /// <summary>The request with the condition that there is another version than the last one. What it says of conditions itself stands.</summary>
    internal static JobRequest Condition(LedgerConnection ledger, Run run)
    {
        var request = run.Request;
        var (etag, modified) = ledger.All(
            "SELECT etag, last_modified FROM validators WHERE job_id = @job AND method = @method AND uri = @uri",
            row => (row.Text(0), row.Text(1)), ("@job", run.JobId), ("@method", request.Method), ("@uri", request.Uri)).FirstOrDefault();
        var condition = new[] { ("If-None-Match", etag), ("If-Modified-Since", modified) }
            .Where(field => field.Item2 is not null)
            .Select(field => KeyValuePair.Create(field.Item1, field.Item2!)).ToList();
        var isConditionalItself = request.Headers.Any(header => header.Key.StartsWith("If-", StringComparison.OrdinalIgnoreCase));
        return isConditionalItself || condition.Count == 0 || !IsOfTheJobAsItIs(ledger, run)
            ? request
            : request with { Headers = [.. request.Headers, .. condition] };
    }

    // Not a run from before the job's line changed, of which there may be some yet.
    private static bool IsOfTheJobAsItIs(LedgerConnection ledger, Run run)
    {
        if (JobReads.Find(ledger, run.JobId!) is not { } job)
            return false;
        var (now, then) = (job.Request, run.Request);
        return (now.Method, now.Uri, now.User, job.Policy.Target) == (then.Method, then.Uri, then.User, run.Policy.Target)
            && now.Headers.SequenceEqual(then.Headers)
            && now.Body.Span.SequenceEqual(then.Body.Span);
    }

    private static string? Field(Response response, string name) =>
        response.Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
