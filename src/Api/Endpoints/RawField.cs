namespace JobQueue.Api.Endpoints;

/// <summary>A header field of a raw request.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Name">As it is written.</param>
/// <param name="Value">Without the blanks around it.</param>
internal sealed record RawField(int Line, string Name, string Value);
