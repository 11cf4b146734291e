namespace JobQueue.Api.Keys;

/// <summary>One key that stands in the configuration: <c>JobQueue:Keys:NAME:{Hash,Role}</c>.</summary>
internal sealed class KeyOptions
{
    /// <summary><c>PUBLICID:SHA256</c>, as <c>jobqueue key add --print-only</c> prints it.</summary>
    public string Hash { get; set; } = "";

    /// <summary><c>viewer</c>, <c>operator</c> or <c>admin</c>.</summary>
    public string Role { get; set; } = "";
}
