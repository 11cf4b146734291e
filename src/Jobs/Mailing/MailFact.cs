namespace JobQueue.Jobs.Mailing;

/// <summary>A line of a mail.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">One line of text.</param>
/// <param name="Link">Where there is more of it; null for nowhere.</param>
internal sealed record MailFact(string Name, string Value, string? Link = null);
