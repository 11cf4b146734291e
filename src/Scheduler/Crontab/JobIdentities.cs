namespace JobQueue.Scheduler.Crontab;

/// <summary>Sees to it that no two lines have one identity.</summary>
internal sealed class JobIdentities
{
    private readonly Dictionary<string, (string File, int Line, int Count)> _seen = [];

    /// <summary>Admits the identity of a line that was read before; false where another line has it.</summary>
    internal bool TryAdmit(string identity, LineReport report) => _seen.TryAdd(identity, (report.File, report.Line, 1));

    /// <summary>The name; null and an error where it is taken.</summary>
    internal string? Admit(string name, int column, LineReport report)
    {
        if (_seen.TryAdd(name, (report.File, report.Line, 1)))
            return name;
        var first = _seen[name];
        report.Error(column, name, $"another name: it is taken by {first.File}:{first.Line}");
        return null;
    }

    /// <summary>The hash; with an ordinal and a warning where there was an equal line.</summary>
    internal string AdmitHash(string hash, LineReport report)
    {
        if (_seen.TryAdd(hash, (report.File, report.Line, 1)))
            return hash;
        var first = _seen[hash];
        _seen[hash] = first with { Count = first.Count + 1 };
        report.Warning(1, $"the same job as {first.File}:{first.Line}, so that it runs twice; a --name tells them apart");
        return $"{hash}-{first.Count + 1}";
    }
}
