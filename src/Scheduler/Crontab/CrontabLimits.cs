namespace JobQueue.Scheduler.Crontab;

/// <summary>How much of a crontab is read.</summary>
internal static class CrontabLimits
{
    /// <summary>16 MiB of UTF-8 a file.</summary>
    internal const int MostFileBytes = 16 * 1024 * 1024;

    internal const int MostLines = 200_000;

    /// <summary>As in cronie.</summary>
    internal const int MostLineCharacters = 131_072;

    /// <summary>Faults reported of one line. A line with as many is not what its author thinks it is.</summary>
    internal const int MostErrorsALine = 20;
}
