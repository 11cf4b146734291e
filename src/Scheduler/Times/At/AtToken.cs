namespace JobQueue.Scheduler.Times.At;

/// <summary>A token of a text.</summary>
/// <param name="Kind">What it is; one kind.</param>
/// <param name="Start">The index of its first character.</param>
/// <param name="Length">In characters; 0 at the end of the text.</param>
/// <param name="Value">What it stands for, where its kind has values; of a number of at most 8 digits, the number.</param>
internal readonly record struct AtToken(AtTokenKinds Kind, int Start, int Length, int Value)
{
    internal int End => Start + Length;

    /// <summary>Whether it is a number of one or two digits.</summary>
    internal bool IsShortNumber => Kind == AtTokenKinds.Number && Length <= 2;

    internal bool Is(AtTokenKinds kinds) => (Kind & kinds) != 0;
}
