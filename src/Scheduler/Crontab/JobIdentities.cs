namespace JobQueue.Scheduler.Crontab;

/// <summary>Sees to it that no two lines have one identity.</summary>
internal sealed class JobIdentities
{
    private readonly Dictionary<string, (CrontabLine Line, int Count)> _seen = [];

    /// <summary>The line, with an ordinal in its identity where there were equal ones; null and an error where its name is taken.</summary>
    internal CrontabLine? Admit(CrontabLine line, int nameColumn, LineReport report)
    {
        if (_seen.TryAdd(line.Identity, (line, 1)))
            return line;
        var (first, count) = _seen[line.Identity];
        if (line.Policy.Name is not null)
        {
            report.Error(nameColumn, line.Identity, $"another name: it is taken by {first.File}:{first.Line}");
            return null;
        }

        _seen[line.Identity] = (first, count + 1);
        report.Warning(1, $"the same job as {first.File}:{first.Line}, so that it runs twice; a --name tells them apart");
        return line with { Identity = $"{line.Identity}-{count + 1}" };
    }
}
