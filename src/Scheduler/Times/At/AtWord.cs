namespace JobQueue.Scheduler.Times.At;

/// <summary>A word of at(1).</summary>
/// <param name="Text">In lower case.</param>
/// <param name="Kind">What token it makes.</param>
/// <param name="Value">The token's value.</param>
internal sealed record AtWord(string Text, AtTokenKinds Kind, int Value);
