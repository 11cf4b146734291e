using System.Text.RegularExpressions;

namespace JobQueue.Jobs.Policy;

/// <summary>
/// Mail addresses as people write them: <c>ops@example.com, anna@example.com</c>. ASCII, no quotes, no names in front (the addr-spec of
/// RFC 5322 as HTML's <c>input type=email</c> has it), so that none can be more than an address.
/// </summary>
internal static partial class MailAddresses
{
    internal const string Expected = "mail addresses like ops@example.com, with commas between them, at most 20";

    internal const string ExpectedOne = "a mail address like jobs@example.com";

    private const int Most = 20;

    // RFC 5321, 4.5.3.1.3: of a path, less its angle brackets.
    private const int MostCharacters = 254;

    /// <summary>The addresses with <c>,</c> between them, each once; null where the text is none.</summary>
    internal static string? Read(string text)
    {
        var addresses = text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return addresses.Count <= Most && addresses.TrueForAll(IsOne) ? string.Join(',', addresses) : null;
    }

    internal static bool IsOne(string text) => text.Length <= MostCharacters && One().IsMatch(text);

    /// <summary>Each of what <see cref="Read"/> gave.</summary>
    internal static string[] Split(string addresses) => addresses.Split(',', StringSplitOptions.TrimEntries);

    /// <summary>What stands behind the at sign.</summary>
    internal static string Domain(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    [GeneratedRegex(
        @"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*\z",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex One();
}
