using System.Buffers;
using JobQueue.Scheduler.Times;

namespace JobQueue.Api.Pages.New;

/// <summary>The one text that says when a job is due, once or over and over.</summary>
internal static class WhenText
{
    private static readonly SearchValues<char> OfFields = SearchValues.Create("0123456789*/,-~");

    /// <summary>Whether it is to be read as a schedule of a crontab, and not as a time.</summary>
    internal static bool IsSchedule(string text)
    {
        var words = Words.Split(text);
        return words.Count > 0 && (words[0].Span is ['@', ..] || words.Any(word => word.Span is "*" or ['*', '/', ..]) || AreFields(words));
    }

    // No time begins with two numbers without a colon between their digits.
    private static bool AreFields(IReadOnlyList<Word> words) =>
        words.Count >= CronField.All.Count && words.Take(2).All(word => word.Span.IndexOfAnyExcept(OfFields) < 0);
}
