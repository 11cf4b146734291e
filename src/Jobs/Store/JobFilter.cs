namespace JobQueue.Jobs.Store;

/// <summary>Which jobs; null is any.</summary>
/// <param name="State">A state's word.</param>
/// <param name="Queue">A queue's name.</param>
/// <param name="Text">Part of name, URI or line, in any case.</param>
internal sealed record JobFilter(string? State, string? Queue, string? Text);
