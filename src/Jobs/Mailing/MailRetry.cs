namespace JobQueue.Jobs.Mailing;

/// <summary>When a mail is tried again.</summary>
internal static class MailRetry
{
    /// <summary>A mail is given up so long after it was entered.</summary>
    internal static readonly TimeSpan GivenUpAfter = TimeSpan.FromDays(1);

    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <summary>How long after so many failures in a row: 30 s, 1 min, 2 min, 4 min ... up to <see cref="Longest"/>.</summary>
    internal static TimeSpan After(int failures, TimeSpan first) =>
        first * Math.Pow(2, Math.Clamp(failures - 1, 0, 20)) is var pause && pause < Longest ? pause : Longest;
}
