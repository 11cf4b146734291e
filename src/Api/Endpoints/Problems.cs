using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Answers that say what is wrong (RFC 9457).</summary>
internal static class Problems
{
    internal static IResult NotFound(string what, string id) =>
        Results.Problem($"There is no {what} \"{id}\".", statusCode: StatusCodes.Status404NotFound, title: "Not found");

    internal static IResult Conflict(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status409Conflict, title: "Conflict");

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

    /// <summary>Every fault by field: <c>errors</c> as text, <c>faults</c> with column, found and expected.</summary>
    internal static IResult Invalid(IReadOnlyCollection<Fault> faults) =>
        Results.ValidationProblem(
            faults.GroupBy(fault => fault.Field).ToDictionary(field => field.Key, field => field.Select(fault => fault.ToString()).ToArray()),
            detail: string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault}.")),
            title: "The request is not valid",
            extensions: new Dictionary<string, object?> { ["faults"] = faults });
}
