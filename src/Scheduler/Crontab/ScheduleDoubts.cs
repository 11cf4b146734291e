using System.Globalization;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Schedules that are read as crontab(5) has them, and that hardly anybody means.</summary>
internal static class ScheduleDoubts
{
    /// <summary>
    /// Warns of a step longer than an hour or a day: <c>*/90</c> is minute 0 of every hour. In the days such a step is a way to begin with
    /// a star.
    /// </summary>
    internal static void Report(IReadOnlyList<Word> words, LineReport report)
    {
        if (words.Count < CronField.All.Count)
            return;
        ReportStep(words[0], CronField.Minute, "every hour", "m", report);
        ReportStep(words[1], CronField.Hour, "every day", "h", report);
    }

    private static void ReportStep(Word word, CronField field, string cycle, string unit, LineReport report)
    {
        if (word.Span is ['*', '/', .. var digits]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var step)
            && step > field.Last + 1)
            report.Warning(word.Column, $"{word.Span} is {field.Noun} 0 of {cycle}; @every {step}{unit} is every {step} {field.Noun}s");
    }
}
