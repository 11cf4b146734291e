using System.Collections.Immutable;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Reads crontabs: crontab(5) as cronie reads it, with a request where cron has its command.</summary>
internal static class CrontabParser
{
    /// <summary>Every job and every fault of all files. Settings hold for the lines below them in their own file; names are one for all.</summary>
    /// <example>
    /// <code>
    /// CRON_TZ=Europe/Berlin
    /// */5 * * * * nobody GET /sessions/expire?limit=100
    /// 30  2 * * * backup POST /backups --timeout 30m
    /// </code>
    /// </example>
    internal static ParsedCrontab Parse(IReadOnlyList<CrontabSource> files, CrontabContext context)
    {
        var errors = ImmutableArray.CreateBuilder<TextError>();
        var warnings = ImmutableArray.CreateBuilder<TextWarning>();
        var lines = ImmutableArray.CreateBuilder<CrontabLine>();
        var entries = new EntryReader(context);
        foreach (var file in files)
            ReadFile(file);
        return new ParsedCrontab
        {
            Lines = lines.DrainToImmutable(),
            Errors = errors.DrainToImmutable(),
            Warnings = warnings.DrainToImmutable(),
        };

        void ReadFile(CrontabSource file)
        {
            if (CrontabText.Fault(file) is { } fault)
            {
                errors.Add(fault);
                return;
            }

            var settings = SettingsInForce.None;
            var number = 0;
            foreach (var text in CrontabText.Lines(file.Text))
            {
                var report = new LineReport(file.Path, ++number);
                if (ReadLine(text, ref settings, report) is { } line)
                    lines.Add(line);
                report.AddTo(errors, warnings);
            }
        }

        CrontabLine? ReadLine(string text, ref SettingsInForce settings, LineReport report)
        {
            var start = text.AsSpan().IndexOfAnyExcept(' ', '\t');
            if (start >= 0 && text[start] == '#')
                CrontabText.CommentFault(text, report);
            if (start < 0 || text[start] == '#' || CrontabText.LineFault(text, report))
                return null;
            if (entries.Known(text, settings, report) is { } known)
                return known;
            var setting = SettingLine.Read(text, start, report, out var isSetting);
            if (setting is not null)
                settings = new SettingsInForce(CrontabSettings.Apply(settings.Policy, setting, context, report));
            return isSetting ? null : entries.Read(text, settings, report);
        }
    }
}
