using System.Globalization;
using System.Text.Json;
using JobQueue.Jobs.Policy;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.CommandLine;

/// <summary>The jobs of crontabs, each with its next times below it.</summary>
internal static class CheckTable
{
    private const string Indent = "  ";

    private static readonly Column[] Columns =
    [
        new("JOB", job => job.Text("identity")),
        new("SCHEDULE", job => job.Text("schedule"), LeastWidth: 9),
        new("ZONE", job => job.Text("timeZone")),
        new("USER", job => job.Text("user"), LeastWidth: 8),
        new("REQUEST", DocumentText.Request, LeastWidth: 8),
    ];

    internal static void Print(IReadOnlyList<CrontabLine> lines, DateTimeOffset now, TextWriter output)
    {
        JsonElement[] jobs = [.. lines.Select(line => JsonSerializer.SerializeToElement(CheckDocument.Job(line, now)))];
        var rows = Table.Lines(jobs, Columns).ToArray();
        output.WriteLine(rows[0]);
        foreach (var (row, job) in rows[1..].Zip(jobs))
        {
            output.WriteLine(row);
            JsonElement[] times = [.. job.GetProperty("next").EnumerateArray()];
            foreach (var time in times)
                output.WriteLine(Indent + time.Text("due") + Mark(time.Text("clockChangeMinutes")));
            if (times.Length == 0)
                output.WriteLine(Indent + (job.Text("schedule") == "@reboot" ? "at every start" : "not before the year 10000"));
        }
    }

    private static string Mark(string? minutes)
    {
        if (!double.TryParse(minutes, CultureInfo.InvariantCulture, out var change))
            return "";
        var length = Duration.Print(TimeSpan.FromMinutes(Math.Abs(change)));
        return $"{Indent}clock goes {(change > 0 ? "forward" : "back")} {length} on this day";
    }
}
