using JobQueue.Jobs.Policy;

namespace JobQueue.Host.CommandLine;

/// <summary>The jobs of crontabs, each with its next times below it.</summary>
internal static class CheckTable
{
    private const string Indent = "  ";

    private static readonly Column<CheckedJob>[] Columns =
    [
        new("JOB", job => job.Line.Identity),
        new("SCHEDULE", job => job.Line.ScheduleText, LeastWidth: 9),
        new("ZONE", job => job.Line.TimeZone.Id),
        new("USER", job => job.Line.Request.User, LeastWidth: 8),
        new("REQUEST", job => $"{job.Line.Request.Method} {job.Line.Request.Uri}", LeastWidth: 8),
    ];

    internal static void Print(IReadOnlyList<CheckedJob> jobs, TextWriter output)
    {
        var rows = Table.Lines(jobs, Columns, Table.MostColumns).ToArray();
        output.WriteLine(rows[0]);
        foreach (var (row, job) in rows[1..].Zip(jobs))
        {
            output.WriteLine(row);
            foreach (var (due, change) in job.Next)
                output.WriteLine(Indent + due + Mark(change));
            if (job.Next.Count == 0)
                output.WriteLine(Indent + (job.IsNeverDue ? "not before the year 10000" : "at every start"));
        }
    }

    private static string Mark(TimeSpan change) =>
        change == TimeSpan.Zero
            ? ""
            : $"{Indent}clock goes {(change > TimeSpan.Zero ? "forward" : "back")} {Duration.Print(change.Duration())} on this day";
}
