namespace JobQueue.Jobs.Sending;

/// <summary>What an exchange came to.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Response">What came back; null unless <see cref="AttemptEnd.Responded"/>.</param>
/// <param name="Error">A line for people: the exception of the endpoint, why no response came; null if there is nothing to say.</param>
internal sealed record AttemptResult(AttemptEnd End, Response? Response, string? Error)
{
    /// <summary>That it was withdrawn.</summary>
    public static AttemptResult Withdrawn { get; } = new(AttemptEnd.Withdrawn, null, "not sent: it was held back while it waited for a connection");

    /// <summary>The address in full; null where there was nothing to send to.</summary>
    public Uri? Address { get; init; }

    /// <summary>What the response says of its error, as others wrote it; null if nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The status that dispositions look at: 0 without a response.</summary>
    public int Status => Response?.Status ?? 0;
}
