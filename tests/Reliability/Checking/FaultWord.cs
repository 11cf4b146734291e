namespace JobQueue.Reliability.Checking;

/// <summary>Faults as reports name them: <c>DUP_SEND</c>.</summary>
internal static class FaultWord
{
    internal static string Of(Fault fault) =>
        string.Concat($"{fault}".Select((letter, place) => (place > 0 && char.IsUpper(letter) ? "_" : "") + char.ToUpperInvariant(letter)));
}
