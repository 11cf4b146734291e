using System.Globalization;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Mailing;

/// <summary>What is wrong with the mail, for who asks after the health.</summary>
internal static class MailTrouble
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Mails that were given up in the last day, and that wait for more than 15 minutes.</summary>
    internal static async Task<IReadOnlyList<string>> ProblemsAsync(Ledger ledger, DateTimeOffset now)
    {
        var (failed, error, late) = await ledger.ReadAsync(connection => MailRows.Trouble(connection, now - Remembered, now - Late));
        return
        [
            .. failed > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{failed} mails were given up in the last 24h: {error}")] : Array.Empty<string>(),
            .. late > 0 ? [string.Create(CultureInfo.InvariantCulture, $"{late} mails wait for more than 15m to be sent")] : Array.Empty<string>(),
        ];
    }
}
