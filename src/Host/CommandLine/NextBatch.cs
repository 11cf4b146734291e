using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.CommandLine;

/// <summary>Answers lines <c>ZONE TAB FROM TAB SPEC</c>, each with one line.</summary>
internal static class NextBatch
{
    private const char Tab = '\t';
    private const int FieldCount = 3;
    private static readonly string Longest = $"a line of at most {BatchLines.MostCharacters} characters";

    /// <summary>
    /// Prints for each line its times with tabs between them, or <c>error: ...</c> with columns of the line. All that is answered is
    /// flushed before more input is waited for: a program may write a line and wait for its answer.
    /// </summary>
    /// <param name="input">The lines.</param>
    /// <param name="output">Takes the answers.</param>
    /// <param name="specs">Reads the specs.</param>
    /// <param name="isRead">Whether somebody still reads the answers; asked after a flush, false ends the batch.</param>
    internal static void Answer(TextReader input, TextWriter output, SpecReader specs, Func<bool> isRead)
    {
        var lines = new BatchLines(input, () =>
        {
            output.Flush();
            return isRead();
        });
        while (lines.TryRead(out var line))
        {
            Answer(line, output, specs);
            output.Write('\n');
        }

        output.Flush();
    }

    private static void Answer(ReadOnlySpan<char> line, TextWriter output, SpecReader specs)
    {
        if (line.Length > BatchLines.MostCharacters)
        {
            Refuse(output, BatchLines.MostCharacters, TextError.At(1, line[BatchLines.MostCharacters..], Longest));
            return;
        }

        Span<Range> fields = stackalloc Range[FieldCount];
        if (line.Split(fields, Tab) < FieldCount)
        {
            Refuse(output, line.Length, TextError.At(1, "", "ZONE<TAB>FROM<TAB>SPEC"));
            return;
        }

        var (id, from, spec) = (line[fields[0]].ToString(), line[fields[1]].ToString(), line[fields[2]].ToString());
        if (specs.Zone(id) is not { } zone)
        {
            Refuse(output, 0, TextError.At(1, id, SpecReader.ExpectedZone));
            return;
        }

        var start = FromText.Read(from, zone);
        if (start.Error is not null)
        {
            Refuse(output, id.Length + 1, start.Error);
            return;
        }

        var due = specs.Read(spec, zone, start.Instant!.Value);
        if (due.Errors.Count > 0)
            Refuse(output, line.Length - spec.Length, [.. due.Errors]);
        for (var i = 0; i < due.Times.Count; i++)
        {
            if (i > 0)
                output.Write(Tab);
            output.Write(TimeText.Print(due.Times[i], zone));
        }
    }

    private static void Refuse(TextWriter output, int columnsBefore, params TextError[] errors)
    {
        output.Write("error: ");
        output.Write(string.Join("; ", errors.Select(error => error with { Column = error.Column + columnsBefore })));
    }
}
