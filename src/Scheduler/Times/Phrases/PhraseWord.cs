namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>One meaning of a word.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Value">Which one of its kind: <see cref="WordTable"/> says how it counts.</param>
internal readonly record struct PhraseWord(WordKind Kind, int Value);
