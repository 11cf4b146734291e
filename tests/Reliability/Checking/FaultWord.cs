namespace JobQueue.Reliability.Checking;

/// <summary>Faults as reports name them: <c>DUP_SEND</c>.</summary>
internal static class FaultWord
{
    internal static IEnumerable<string> All => Enum.GetValues<Fault>().Select(Of);

    internal static string Of(Fault fault) =>
        string.Concat($"{fault}".Select((letter, place) => char.IsUpper(letter) && place > 0 ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}
