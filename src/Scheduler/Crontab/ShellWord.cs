namespace JobQueue.Scheduler.Crontab;

/// <summary>A word of a line, without its quotes and escapes.</summary>
/// <param name="Line">The line.</param>
/// <param name="Start">Where it begins in the line, from 0, at its quote if it has one.</param>
/// <param name="Skip">Characters of the word before this text: those of the option in <c>--option=text</c>.</param>
/// <param name="Text">The text.</param>
internal readonly record struct ShellWord(string Line, int Start, int Skip, string Text)
{
    internal int Column => ColumnOf(0);

    /// <summary>The column, from 1, at which a character of the text stands in the line.</summary>
    internal int ColumnOf(int index) => ShellWords.ColumnOf(Line, Start, Skip + index);

    /// <summary>The part of the word from a character on.</summary>
    internal ShellWord From(int index) => this with { Skip = Skip + index, Text = Text[index..] };
}
