namespace JobQueue.Jobs.Mailing;

/// <summary>When several mails to an address become one.</summary>
internal static class DigestLimits
{
    /// <summary>Mails to one address in a minute that are sent one by one.</summary>
    internal const int MostSingle = 5;

    /// <summary>Rows of a digest's table; of the rest it says how many.</summary>
    internal const int MostRows = 200;

    /// <summary>Whether the mails that are due become a digest, instead of being sent one by one.</summary>
    /// <param name="due">Mails to an address that are to be sent now.</param>
    /// <param name="sent">Those sent to it one by one in the last minute.</param>
    /// <param name="hasOpen">Whether a digest to it is being gathered already.</param>
    internal static bool AreGathered(int due, int sent, bool hasOpen) => hasOpen || due + sent > MostSingle;
}
