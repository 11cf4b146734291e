namespace JobQueue.Host.CommandLine;

/// <summary>A column of a <see cref="Table"/>.</summary>
/// <typeparam name="T">What a line shows.</typeparam>
/// <param name="Title">The words above it.</param>
/// <param name="Cell">The text of an item; null is shown as <c>-</c>.</param>
/// <param name="LeastWidth">What it may be cut to where the line is too long, if need be to 8; null: never cut.</param>
internal sealed record Column<T>(string Title, Func<T, string?> Cell, int? LeastWidth = null);
