namespace JobQueue.Scheduler.Tests;

/// <summary>Makes texts that nobody means: good ones with characters and words changed, removed, doubled, swapped, cut and mixed.</summary>
/// <param name="texts">The good ones.</param>
/// <param name="pieces">What is put in.</param>
internal sealed class Mutator(IReadOnlyList<string> texts, IReadOnlyList<string> pieces)
{
    private const int MostEdits = 5;
    private const int LongestStretch = 20;

    private static readonly Func<Mutator, string, Random, string>[] Edits =
    [
        (mutator, text, random) => text.Insert(random.Next(text.Length + 1), mutator.Piece(random)),
        (mutator, text, random) => Replaced(text, Stretch(text, random, 1), mutator.Piece(random)),
        (_, text, random) => Replaced(text, Stretch(text, random, 1), ""),
        (_, text, random) => Doubled(text, Stretch(text, random, LongestStretch)),
        (_, text, random) => Replaced(text, Stretch(text, random, text.Length), ""),
        (_, text, random) => Swapped(text, random, ""),
        (mutator, text, random) => text[..random.Next(text.Length + 1)] + mutator.Tail(random),
        (mutator, text, random) => text.Replace(" ", mutator.Piece(random), StringComparison.Ordinal),
        (mutator, text, random) => Replaced(text, Word(text, random), mutator.Piece(random)),
        (_, text, random) => Replaced(text, Word(text, random), ""),
        (_, text, random) => Doubled(text, Word(text, random)),
        (_, text, random) => Swapped(text, random, " "),
    ];

    /// <summary>A text with 1 to 5 edits.</summary>
    internal string Next(Random random)
    {
        var text = texts[random.Next(texts.Count)];
        for (var edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
            text = Edits[random.Next(Edits.Length)](this, text, random);
        return text;
    }

    private static (int Start, int Length) Stretch(string text, Random random, int most)
    {
        var start = random.Next(text.Length + 1);
        return (start, Math.Min(random.Next(1, Math.Max(most, 1) + 1), text.Length - start));
    }

    // From a blank to the one after it.
    private static (int Start, int Length) Word(string text, Random random)
    {
        var start = text.IndexOf(' ', random.Next(text.Length + 1)) + 1;
        var end = text.IndexOf(' ', start);
        return (start, (end < 0 ? text.Length : end + 1) - start);
    }

    private static string Replaced(string text, (int Start, int Length) part, string by) =>
        string.Concat(text.AsSpan(0, part.Start), by, text.AsSpan(part.Start + part.Length));

    private static string Doubled(string text, (int Start, int Length) part) =>
        text.Insert(part.Start, text.Substring(part.Start, part.Length));

    // Two parts with nothing, or one blank, between them change places.
    private static string Swapped(string text, Random random, string between)
    {
        var first = between.Length == 0 ? Stretch(text, random, 1) : Word(text, random);
        var start = first.Start + first.Length;
        var end = between.Length == 0 ? Math.Min(start + 1, text.Length) : text.IndexOf(between, start, StringComparison.Ordinal) + 1;
        return end <= start ? text : string.Concat(
            text.AsSpan(0, first.Start), text.AsSpan(start, end - start), text.AsSpan(first.Start, first.Length), text.AsSpan(end));
    }

    private string Piece(Random random) => pieces[random.Next(pieces.Count)];

    private string Tail(Random random)
    {
        var text = texts[random.Next(texts.Count)];
        return text[random.Next(text.Length + 1)..];
    }
}
