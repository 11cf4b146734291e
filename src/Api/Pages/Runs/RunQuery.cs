using System.Globalization;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Runs;

/// <summary>What the form above the runs asks for, as it stands in the address.</summary>
/// <param name="Job">Id or name of a job.</param>
/// <param name="State">A state's word.</param>
/// <param name="Status">A status code; 0 is no response.</param>
/// <param name="Since">Due at or after this: an instant, or a time in the readers' zone.</param>
/// <param name="Until">Due before this.</param>
/// <param name="Q">Part of name, URI or error.</param>
/// <param name="Cursor">Where the page before ended.</param>
internal sealed record RunQuery(string? Job, string? State, string? Status, string? Since, string? Until, string? Q, string? Cursor)
{
    private const int FirstYear = 1970;
    private const int LastYear = 9000;

    /// <summary>The fields that are not empty, but for the cursor.</summary>
    internal IEnumerable<(string Name, string Value)> Fields =>
        new (string Name, string? Value)[]
        {
            ("job", Job), ("state", State), ("status", Status), ("since", Since), ("until", Until), ("q", Q),
        }.Where(said => !string.IsNullOrWhiteSpace(said.Value)).Select(said => (said.Name, said.Value!.Trim()));

    /// <summary>The same question, from this place on.</summary>
    internal string From(RunCursor? cursor)
    {
        var fields = cursor is null ? Fields : Fields.Append(("cursor", cursor.ToString()));
        return string.Join('&', fields.Select(said => $"{said.Item1}={Uri.EscapeDataString(said.Item2)}"));
    }

    /// <summary>What is asked for, and what of it cannot be read.</summary>
    internal (RunFilter Filter, RunCursor? Before, IReadOnlyList<string> Faults) Read(TimeZoneInfo zone)
    {
        var said = Fields.ToDictionary(one => one.Name, one => one.Value);
        var faults = new List<string>();
        RunState state = default;
        if (said.TryGetValue("state", out var word) && !Word.TryParse(word, out state))
            faults.Add($"There is no state \"{word}\".");
        var status = -1;
        if (said.TryGetValue("status", out var code)
            && !(int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out status) && RunFilter.IsStatus(status)))
            faults.Add($"\"{code}\" is no status: {RunFilter.Statuses}.");
        RunCursor? before = null;
        if (!string.IsNullOrEmpty(Cursor) && !RunCursor.TryParse(Cursor, out before))
            faults.Add("This address is not one that a page before it led to.");
        var filter = new RunFilter
        {
            Job = said.GetValueOrDefault("job"),
            State = word is null ? null : state,
            Status = code is null ? null : status,
            Since = Instant("since"),
            Until = Instant("until"),
            Text = said.GetValueOrDefault("q"),
        };
        return (filter, before, faults);

        DateTimeOffset? Instant(string name)
        {
            if (!said.TryGetValue(name, out var text))
                return null;
            if (InstantIn(zone, text) is { } instant)
                return instant;
            faults.Add($"\"{text}\" is no time: one like 2026-03-29 03:00, or 2026-03-29T03:00:00Z.");
            return null;
        }
    }

    private static DateTimeOffset? InstantIn(TimeZoneInfo zone, string text) =>
        !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            || time.Year is < FirstYear or > LastYear ? null
        : time.Kind == DateTimeKind.Unspecified ? new DateTimeOffset(time, zone.GetUtcOffset(time))
        : new DateTimeOffset(time).ToUniversalTime();
}
