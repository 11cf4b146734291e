using System.Globalization;
using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Answers that say what is wrong (RFC 9457).</summary>
internal static class Problems
{
    private const string Types = "urn:jobqueue:";

    private static readonly string[] BearerOrBasic = ["Bearer", "Basic realm=\"JobQueue\", charset=\"UTF-8\""];

    internal static IResult NotFound(string what, string id) =>
        Results.Problem($"There is no {what} \"{id}\".", statusCode: StatusCodes.Status404NotFound, title: "Not found");

    internal static IResult Conflict(string detail, string? type = null) =>
        Results.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Conflict", type: type is null ? null : Types + type);

    internal static IResult KeyTaken() => Results.Problem(
        "The Idempotency-Key has added a job with another body.", statusCode: StatusCodes.Status422UnprocessableEntity, title: "Key taken");

    /// <summary>The body is of none of these media types (RFC 9110, 15.5.16).</summary>
    internal static IResult NotReadable(HttpContext context, string mediaTypes)
    {
        context.Response.Headers.Accept = mediaTypes;
        return Results.Problem(
            $"found {context.Request.ContentType}, expected one of {mediaTypes}",
            statusCode: StatusCodes.Status415UnsupportedMediaType,
            title: "Unsupported media type");
    }

    /// <summary>Who you are does not matter, or does not suffice.</summary>
    /// <param name="type">The last word of the problem's type, which stays the same in later versions.</param>
    /// <param name="detail">What is missing, and what to do.</param>
    internal static IResult Forbidden(string type, string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status403Forbidden, title: "Forbidden", type: Types + type);

    internal static IResult OtherHost(string host) =>
        Forbidden("host", $"\"{host}\" is not a name of this host; use {string.Join(", ", Addresses.OwnNames)}.");

    internal static IResult RoleNeeded(Role least, Caller caller) =>
        Forbidden("role", $"This needs the role {Word.Of(least)}, and {caller.Who ?? "the caller"} has {Word.Of(caller.Role)}.");

    /// <summary>RFC 9110, 15.5.2.</summary>
    internal static IResult KeyNeeded(HttpContext context, string detail)
    {
        // RFC 7617: who reads feeds asks for a password when it is told to.
        context.Response.Headers.WWWAuthenticate = context.Access().TakesPassword ? BearerOrBasic : "Bearer";
        return Results.Problem(detail, statusCode: StatusCodes.Status401Unauthorized, title: "Unauthorized", type: Types + "key");
    }

    internal static IResult TooMany(HttpContext context, TimeSpan wait, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Results.Problem(detail, statusCode: StatusCodes.Status429TooManyRequests, title: "Too many requests", type: Types + "rate");
    }

    /// <summary>Every fault by field: <c>errors</c> as text, <c>faults</c> with column, found and expected.</summary>
    internal static IResult Invalid(IReadOnlyCollection<Fault> faults) =>
        Results.ValidationProblem(
            faults.GroupBy(fault => fault.Field).ToDictionary(field => field.Key, field => field.Select(fault => fault.ToString()).ToArray()),
            detail: string.Join(" ", faults.Select(fault => fault.Field.Length == 0 ? $"{fault}." : $"{fault.Field}: {fault}.")),
            title: "The request is not valid",
            extensions: new Dictionary<string, object?> { ["faults"] = new JsonArray([.. faults.Select(Document)]) });

    // Not as the app's own options of JSON would name the fields.
    private static JsonObject Document(Fault fault) => new()
    {
        ["field"] = fault.Field,
        ["column"] = fault.Column,
        ["found"] = fault.Found,
        ["expected"] = fault.Expected,
        ["line"] = fault.Line,
    };
}
