namespace JobQueue.Jobs.Keys;

/// <summary>Names of keys, under which events tell who did what.</summary>
internal static class KeyName
{
    /// <summary>Who did something from this machine, where no key is needed.</summary>
    internal const string Local = "local";

    internal const string Expected = "letters, digits, ._-, at most 100, no UUID, and not \"local\"";

    internal static bool IsValid(string text) => JobName.IsValid(text) && text != Local;
}
