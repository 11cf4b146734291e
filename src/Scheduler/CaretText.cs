namespace JobQueue.Scheduler;

/// <summary>A fault with the text it is in, and a mark below the place: for messages of more than one line.</summary>
internal static class CaretText
{
    /// <param name="error">The fault; its column is of the text.</param>
    /// <param name="text">A short text, in one line.</param>
    internal static string Of(TextError error, string text)
    {
        var shown = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return $"{error}\n{shown}\n{new string(' ', Math.Clamp(error.Column - 1, 0, text.Length))}^";
    }
}
