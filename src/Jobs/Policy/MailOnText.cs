namespace JobQueue.Jobs.Policy;

/// <summary>Which results are mailed, as text: <c>failure,recovery</c>.</summary>
internal static class MailOnText
{
    internal const string Expected = "a list of failure, recovery, change, always, or never alone";

    private const string Never = "never";

    private static readonly (string Word, MailOn Result)[] Words =
        [("failure", MailOn.Failure), ("recovery", MailOn.Recovery), ("change", MailOn.Change), ("always", MailOn.Always)];

    internal static bool TryParse(string text, out MailOn results)
    {
        results = MailOn.Never;
        if (text == Never)
            return true;
        foreach (var said in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var row = Array.FindIndex(Words, known => known.Word == said);
            if (row < 0)
                return false;
            results |= Words[row].Result;
        }

        return true;
    }

    internal static string Print(MailOn results) =>
        results == MailOn.Never ? Never : string.Join(',', Words.Where(known => results.HasFlag(known.Result)).Select(known => known.Word));
}
