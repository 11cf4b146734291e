using System.Text.Json;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>PUT /api/runs/{id}/progress?token=</c>: what a run in another process reports of itself.</summary>
internal static class ProgressEndpoints
{
    private const int MostBodyBytes = 4096;
    private const string Percentage = "a whole number from 0 to 100";

    // The token is the right, and it dies with the attempt: whoever runs the job has no account here.
    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPut("/runs/{id}/progress", ReportAsync).Needs(Access.Anyone).AllowAnonymous()
            .WithMetadata(new RequestSizeLimitAttribute(MostBodyBytes));

    private static async Task<IResult> ReportAsync(
        string id, string? token, HttpContext context, Dispatcher dispatcher, DistantProgress elsewhere)
    {
        var progress = dispatcher.ProgressFor(id, token ?? "");
        var attempt = progress is null ? await elsewhere.FindAsync(id, token ?? "") : null;
        if (progress is null && attempt is null)
            return Results.Problem(
                "The token is not that of a running attempt of this run.", statusCode: StatusCodes.Status403Forbidden, title: "Not yours");
        var (body, _, fault) = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is null)
            return Problems.Invalid([fault!]);
        using (body)
        {
            var faults = new List<Fault>();
            var (percent, message) = Read(body.RootElement, faults);
            if (faults.Count > 0)
                return Problems.Invalid(faults);
            if (attempt is { } number)
                await context.InTimeAsync(elsewhere.PassOnAsync(id, number, percent, message), Doubt.Again);
            progress?.Report(percent, message);
            return Results.NoContent();
        }
    }

    private static (int Percent, string? Message) Read(JsonElement body, List<Fault> faults)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            faults.Add(new Fault("", null, Kind(body), "an object {percent, message}"));
            return default;
        }

        var percent = 0;
        if (!body.TryGetProperty("percent", out var said))
            faults.Add(new Fault("percent", null, "nothing", Percentage));
        else if (said.ValueKind != JsonValueKind.Number || !said.TryGetInt32(out percent) || percent is < 0 or > 100)
            faults.Add(new Fault("percent", null, said.ValueKind == JsonValueKind.Number ? said.GetRawText() : Kind(said), Percentage));
        if (!body.TryGetProperty("message", out var text) || text.ValueKind == JsonValueKind.Null)
            return (percent, null);
        if (text.ValueKind != JsonValueKind.String)
            faults.Add(new Fault("message", null, Kind(text), "a text"));
        else if (text.GetString()!.Length > AttemptProgress.MostMessageCharacters)
            faults.Add(new Fault("message", null, "a long text", $"at most {AttemptProgress.MostMessageCharacters} characters"));
        return (percent, text.ToString());
    }

    private static string Kind(JsonElement value) => $"{value.ValueKind}".ToLowerInvariant();
}
