using System.Collections.Immutable;

namespace JobQueue.Scheduler.Crontab;

/// <summary>Takes the faults and doubts of one line.</summary>
internal sealed class LineReport(string file, int line)
{
    // Most lines have neither.
    private List<TextError>? _errors;
    private List<TextWarning>? _warnings;

    internal string File => file;

    internal int Line => line;

    internal bool HasErrors => _errors is not null;

    internal bool HasWarnings => _warnings is not null;

    /// <summary>Whether further faults are dropped.</summary>
    internal bool IsFull => _errors?.Count == CrontabLimits.MostErrorsALine;

    internal void Error(int column, ReadOnlySpan<char> found, string expected) => Error(TextError.At(column, found, expected));

    internal void Error(TextError error)
    {
        if (!IsFull)
            (_errors ??= []).Add(error with { File = file, Line = line });
    }

    internal void EndOfLine(int column, string expected) => Error(new TextError(file, line, column, "the end of the line", expected));

    internal void Warning(int column, string message) => (_warnings ??= []).Add(new TextWarning(file, line, column, message));

    internal void AddTo(ImmutableArray<TextError>.Builder errors, ImmutableArray<TextWarning>.Builder warnings)
    {
        if (_errors is not null)
            errors.AddRange(_errors.OrderBy(error => error.Column));
        if (_warnings is not null)
            warnings.AddRange(_warnings.OrderBy(warning => warning.Column));
    }
}
