namespace JobQueue;

/// <summary>What an identity that runs have is allowed: <c>JobQueue:Users:NAME:{Roles,Claims}</c>.</summary>
public sealed class JobUser
{
    /// <summary>Roles of the user. Default none.</summary>
    public IList<string> Roles { get; init; } = [];

    /// <summary>Claims of the user by type. Default none beside the name.</summary>
    public IDictionary<string, string> Claims { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
