using JobQueue.Api.Endpoints;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages.New;

/// <summary>The form of a new job, with all that was typed and all that is wrong with it.</summary>
internal sealed record NewPage : IResult
{
    public required NewForm Form { get; init; }

    public required Preview Preview { get; init; }

    /// <summary>What is wrong with what was typed.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Why the caller may not add it; null where it may.</summary>
    public string? Refusal { get; init; }

    /// <summary>The run that it was filled in from; null for none.</summary>
    public string? Replayed { get; init; }

    /// <inheritdoc cref="ReplayedForm.LeftOut"/>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    public int Status { get; init; } = StatusCodes.Status200OK;

    internal static NewPage Of(NewForm form, Preview preview) => new() { Form = form, Preview = preview };

    public Task ExecuteAsync(HttpContext httpContext) =>
        new PageResult(Replayed is null ? "New job" : "Edit and replay", frame => NewParts.Body(frame, this), Status)
            .ExecuteAsync(httpContext);
}
