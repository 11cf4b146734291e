using System.Globalization;
using System.Numerics;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages.Jobs;

/// <summary>Which jobs a reader looks at, and in which order; what cannot be read is as if it were not there.</summary>
internal sealed record JobsQuery
{
    internal const string ByName = "name";
    internal const string ByNext = "next";
    internal const string ByLast = "last";

    /// <summary>The states of jobs, recurring and one-time, as the API has them.</summary>
    internal static readonly string[] States = ["active", "scheduled", "running", "paused", "completed", "removed"];

    /// <summary>Null: of recurring jobs those that are not removed, of one-time jobs all.</summary>
    public string? State { get; init; }

    public string? Queue { get; init; }

    public string? Text { get; init; }

    public string? Source { get; init; }

    public string Sort { get; init; } = ByName;

    /// <summary>The page of recurring jobs, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>The page of one-time jobs by their next due, from 1.</summary>
    public int Waiting { get; init; } = 1;

    /// <summary>Where the page of one-time jobs, the newest first, begins; null for the first page.</summary>
    public long? Before { get; init; }

    internal JobFilter Filter => new(State, Queue, Text);

    internal static JobsQuery Of(IQueryCollection query) => new()
    {
        State = Said(query, "state") is { } state && States.Contains(state) ? state : null,
        Queue = Said(query, "queue"),
        Text = Said(query, "q"),
        Source = Said(query, "source"),
        Sort = Said(query, "sort") is ByNext or ByLast ? Said(query, "sort")! : ByName,
        Page = Number<int>(query, "page") ?? 1,
        Waiting = Number<int>(query, "waiting") ?? 1,
        Before = Number<long>(query, "before"),
    };

    /// <summary>The query of a link that leads here.</summary>
    internal string Link() => QueryText.Of(
        ("state", State), ("queue", Queue), ("q", Text), ("source", Source), ("sort", Sort == ByName ? null : Sort), ("page", Number(Page)),
        ("waiting", Number(Waiting)), ("before", Before?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The first pages in another order.</summary>
    internal string LinkBy(string sort) => (this with { Sort = sort, Page = 1, Waiting = 1, Before = null }).Link();

    private static string? Said(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static T? Number<T>(IQueryCollection query, string name)
        where T : struct, INumber<T> =>
        T.TryParse(query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > T.Zero ? number : null;

    private static string? Number(int page) => page == 1 ? null : page.ToString(CultureInfo.InvariantCulture);
}
