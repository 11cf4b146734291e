namespace JobQueue.Scheduler;

/// <summary>Finds what a misspelt word was meant to be.</summary>
internal static class Nearest
{
    private const int MostEdits = 3;
    private const int LongestWord = 40;

    /// <summary>The candidate that is the fewest edits from the word, at most 3 and fewer than half of its letters; null where none is near.</summary>
    internal static string? To(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
            return null;
        var most = Math.Min(MostEdits, (word.Length - 1) / 2);
        return candidates
            // At least the difference of their lengths.
            .Where(candidate => Math.Abs(candidate.Length - word.Length) <= most)
            .Select(candidate => (Text: candidate, Edits: Edits(word, candidate)))
            .Where(candidate => candidate.Edits <= most)
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault().Text;
    }

    // Levenshtein's distance, one row at a time.
    private static int Edits(string from, string to)
    {
        Span<int> row = stackalloc int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
