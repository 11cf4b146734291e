namespace JobQueue.Api.Endpoints;

/// <summary>One fault of a request to the API.</summary>
/// <param name="Field">Where: <c>at</c>, <c>request.headers</c>.</param>
/// <param name="Column">The character in the field's text, from 1; null where the field as a whole is meant.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Expected">What could.</param>
/// <param name="Line">The line of a raw request, or of JSON of several lines, from 1; null for any other text.</param>
internal sealed record Fault(string Field, int? Column, string Found, string Expected, int? Line = null)
{
    public override string ToString() => $"{Place}found {Found}, expected {Expected}";

    private string Place => (Line, Column) switch
    {
        (null, null) => "",
        (null, _) => $"column {Column}: ",
        (_, null) => $"line {Line}: ",
        _ => $"line {Line}, column {Column}: ",
    };
}
