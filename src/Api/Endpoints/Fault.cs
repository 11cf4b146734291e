namespace JobQueue.Api.Endpoints;

/// <summary>One fault of a request to the API.</summary>
/// <param name="Field">Where: <c>at</c>, <c>request.headers</c>.</param>
/// <param name="Column">The character in the field's text, from 1; null where the field as a whole is meant.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What could.</param>
internal sealed record Fault(string Field, int? Column, string Found, string Expected)
{
    public override string ToString() => Column is null ? $"found {Found}, expected {Expected}" : $"column {Column}: found {Found}, expected {Expected}";
}
