using System.Text;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.CommandLine;

/// <summary>Answers lines <c>ZONE TAB FROM TAB SPEC</c>, each with one line.</summary>
internal static class NextBatch
{
    private const char Tab = '\t';
    private const int FieldCount = 3;
    private const int BlockCharacters = 64 * 1024;

    /// <summary>Prints for each line its times with tabs between them, or <c>error: ...</c> with columns of the line.</summary>
    internal static void Answer(TextReader input, TextWriter output, SpecReader specs)
    {
        // The console writes every piece at once, which takes longer than all else.
        var block = new StringBuilder(BlockCharacters);
        while (input.ReadLine() is { } line)
        {
            Append(block, line, specs);
            if (block.Append('\n').Length < BlockCharacters)
                continue;
            output.Write(block);
            block.Clear();
        }

        output.Write(block);
    }

    private static void Append(StringBuilder block, string line, SpecReader specs)
    {
        if (line.Split(Tab, FieldCount) is not [var id, var from, var spec])
        {
            Refuse(block, 0, TextError.At(line.Length + 1, "", "ZONE<TAB>FROM<TAB>SPEC"));
            return;
        }

        if (specs.Zone(id) is not { } zone)
        {
            Refuse(block, 0, TextError.At(1, id, SpecReader.ExpectedZone));
            return;
        }

        var start = FromText.Read(from, zone);
        if (start.Error is not null)
        {
            Refuse(block, id.Length + 1, start.Error);
            return;
        }

        var due = specs.Read(spec, zone, start.Instant!.Value);
        if (due.Errors.Count > 0)
            Refuse(block, line.Length - spec.Length, [.. due.Errors]);
        else
            block.AppendJoin(Tab, due.Times.Select(time => TimeText.Print(time, zone)));
    }

    private static void Refuse(StringBuilder block, int columnsBefore, params TextError[] errors) =>
        block.Append("error: ").AppendJoin("; ", errors.Select(error => error with { Column = error.Column + columnsBefore }));
}
