namespace JobQueue.Scheduler;

/// <summary>Something doubtful in a file that is read nevertheless.</summary>
/// <param name="File">The file it stands in.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Message">What is doubtful.</param>
internal sealed record TextWarning(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: warning: message</c></summary>
    public override string ToString() => $"{File}:{Line}:{Column}: warning: {Message}";
}
