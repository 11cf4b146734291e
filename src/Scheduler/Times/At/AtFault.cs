namespace JobQueue.Scheduler.Times.At;

/// <summary>Why a text is no time of at(1); the message is made only where it is shown.</summary>
/// <param name="Start">The index of the character that understanding ended at.</param>
/// <param name="Length">How many characters are at fault; 0 for those up to the next blank.</param>
/// <param name="Expected">What could stand there.</param>
/// <param name="Words">The words that could stand there.</param>
/// <param name="IsFinal">Whether the text must not be read in another way.</param>
internal sealed record AtFault(int Start, int Length, string Expected, AtTokenKinds Words = AtTokenKinds.None, bool IsFinal = false)
{
    /// <summary>From 1.</summary>
    internal int Column => Start + 1;

    /// <summary>The message, with the word that was probably meant.</summary>
    internal TextError ToError(ReadOnlySpan<char> text)
    {
        var rest = text[Start..];
        var found = Length > 0 ? rest[..Length] : rest.IndexOfAny(" \t\r\n") is > 0 and var blank ? rest[..blank] : rest;
        return TextError.At(Column, found, NearestWord(rest) is { } word ? $"{Expected}; did you mean {word}?" : Expected);
    }

    private string? NearestWord(ReadOnlySpan<char> rest)
    {
        var letters = 0;
        while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
            letters++;
        return letters == 0 || Words == AtTokenKinds.None ? null : Nearest.To(
            rest[..letters].ToString().ToLowerInvariant(),
            AtWords.All.Where(word => (word.Kind & Words) != 0).Select(word => word.Text));
    }
}
