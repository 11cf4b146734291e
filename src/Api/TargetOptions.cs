namespace JobQueue;

/// <summary>A server that jobs call by a name; section <c>JobQueue:Targets:NAME</c> of the configuration.</summary>
public sealed class TargetOptions
{
    /// <summary>Paths go below this http or https URL, whose own path stays in front. No user, query or fragment. Required.</summary>
    public string BaseUrl { get; set; } = "";

    /// <summary>
    /// Signs every request as Standard Webhooks does: <c>whsec_</c> and Base64 of 24 to 64 bytes. Null: see <see cref="Secrets"/>.
    /// </summary>
    public string? Secret { get; set; }

    /// <summary>Several secrets, each of which signs every request, while one takes the place of another. Default none.</summary>
    public IList<string> Secrets { get; } = [];

    /// <summary>
    /// Header fields of every request, <c>Authorization</c> among them. They take the place of a job's own, are added as a request is sent,
    /// and are stored and shown nowhere. Default none.
    /// </summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Limit of the whole exchange, beside the job's own. More than zero, at most 24 hours; null: the job's alone.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Connections to the server at the same time. 1 to 10,000; default 64.</summary>
    public int MaxConnections { get; set; } = 64;
}
