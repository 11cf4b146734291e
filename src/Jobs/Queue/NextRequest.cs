using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Queue;

/// <summary>Where a response sends its job next: <c>Link: &lt;...&gt;; rel="next"</c>.</summary>
/// <param name="To">The URI of the run's request in its next run; null where it is not followed.</param>
/// <param name="Refusal">Why it is not followed; null where it is.</param>
internal sealed record NextRequest(string? To, string? Refusal)
{
    private const int MostShown = 200;

    /// <summary>
    /// The next request of a run that has succeeded; null where the response names none, and of a request that was kept: its caller reads
    /// the response, the link with it.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="result">What its attempt came to.</param>
    internal static NextRequest? Of(Run run, AttemptResult result)
    {
        if (KeptRequest.Is(run.Request))
            return null;
        if (result is not { Response: { } response, Address: { } address } || LinkField.Target(response, "next") is not { } link)
            return null;
        if (run.Links >= Run.MostLinks)
            return Refused(link, $"the job has followed {Run.MostLinks} links, one after the other");
        if (!Uri.TryCreate(address, link, out var next) || next.Scheme is not ("http" or "https"))
            return Refused(link, "it is not an address");
        // What goes along with a request, as its user or a target's secret, is for the server that it was sent to.
        if (Uri.Compare(next, address, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            return Refused(link, "it leads to another server");
        return RunUri.Rebase(run.Request.Uri, address, next) is { } uri ? new NextRequest(uri, null) : Refused(link, "it leads out of the job's target");
    }

    private static NextRequest Refused(string link, string reason) =>
        new(null, $"the link to {PlainLine.Of(link.Length > MostShown ? link[..MostShown] : link)} is not followed: {reason}");
}
