using System.Globalization;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads counts and ordinals, in digits and in words.</summary>
internal static class NumberReader
{
    private const int LastBelowTen = 9;

    // Instants are told apart by 100 ns.
    private const int MostDecimals = 9;

    /// <summary><c>5</c>, <c>five</c>, <c>twenty-five</c>.</summary>
    internal static bool TakeNumber(PhraseReader reader, out int value) =>
        reader.TakeDigits(out value) || TakeWords(reader, WordKind.Number, out value);

    /// <summary>The <c>.5</c> of <c>1.5</c>.</summary>
    internal static bool TakeDecimals(PhraseReader reader, out decimal part)
    {
        part = 0;
        if (!reader.Next.IsGluedSign(".") || reader.Ahead(1) is not { IsGluedNumber: true, Text.Length: <= MostDecimals } decimals)
            return false;
        reader.At += 2;
        part = decimal.Parse("0." + decimals.Text, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>A number, <c>a</c>, <c>an</c> or <c>a couple of</c>.</summary>
    internal static bool TakeCount(PhraseReader reader, out int value)
    {
        if (TakeNumber(reader, out value))
            return true;
        var hasArticle = reader.Take(WordKind.One, out value);
        if (!reader.Take(WordKind.Couple, out var couple))
            return hasArticle;
        reader.Take(WordKind.Of);
        value = couple;
        return true;
    }

    /// <summary><c>2nd</c>, <c>second</c>, <c>twenty-first</c>; -1 for the last.</summary>
    internal static bool TakeOrdinal(PhraseReader reader, out int value)
    {
        if (!reader.Next.IsNumber || !reader.Ahead(1).IsGlued || !reader.Ahead(1).Is(WordKind.Suffix))
            return TakeWords(reader, WordKind.Ordinal, out value);
        reader.TakeDigits(out value);
        return reader.Take(WordKind.Suffix);
    }

    // The last word of a number is of the kind: twenty-five, twenty-fifth.
    private static bool TakeWords(PhraseReader reader, WordKind last, out int value)
    {
        var start = reader.At;
        if (reader.Take(WordKind.Tens, out var tens))
        {
            reader.TakeSign('-');
            if (reader.Take(last, out var digit) && digit is >= 1 and <= LastBelowTen)
            {
                value = tens + digit;
                return true;
            }

            reader.At = last == WordKind.Number ? start + 1 : start;
        }

        value = tens;
        return reader.At > start || reader.Take(last, out value);
    }
}
