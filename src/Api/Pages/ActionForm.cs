using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages;

/// <summary>What the form of a button says.</summary>
/// <param name="Back">Where it stood.</param>
/// <param name="Reason">Why, in words; at most 1,000 characters of one line count.</param>
internal sealed record ActionForm(string? Back, string? Reason)
{
    private const int MostReasonCharacters = 1000;

    /// <summary>The reason as events keep it; null where none was given.</summary>
    internal string? Why => string.IsNullOrWhiteSpace(Reason) ? null : string.Concat(
        Reason.Trim().Take(MostReasonCharacters).Select(character => char.IsControl(character) ? ' ' : character));

    // A parameter of the handler would be read, and refused, before the doors are asked.
    internal static async Task<ActionForm> ReadAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        return new ActionForm(form["back"], form["reason"]);
    }
}
