namespace JobQueue.Api.Health;

/// <summary>Something that is not well.</summary>
/// <param name="Code">What kind of thing, for programs: a word that stays.</param>
/// <param name="Text">What it is.</param>
/// <param name="WhatToDo">What people do about it.</param>
/// <param name="IsWarning">Whether JobQueue does all that it should in spite of it.</param>
internal sealed record Problem(string Code, string Text, string WhatToDo, bool IsWarning = false)
{
    /// <summary>All of it in a line.</summary>
    internal string Line => $"{Text}; {WhatToDo}";
}
