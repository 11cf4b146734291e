using System.Text.Json.Serialization;
using JobQueue.Api.Code;

namespace JobQueue;

/// <summary>A one-time job as it is in the ledger at one moment. It is its own run: both have the same id.</summary>
public sealed record Job
{
    /// <summary>The id: a UUIDv7. The run's id too, which the request carries as <c>Idempotency-Key</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name of its policy; null where it has none.</summary>
    public string? Name { get; init; }

    /// <summary>Where it is; in JSON the word of the API, like <c>timed_out</c>.</summary>
    [JsonConverter(typeof(RunStateWord))]
    public RunState State { get; init; }

    /// <summary>Whether it waits and is held back until it is resumed.</summary>
    public bool IsPaused { get; init; }

    /// <summary>When it is, or was, due.</summary>
    public DateTimeOffset Due { get; init; }

    /// <summary>When it is sent at the earliest; null where it does not wait for a time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How often it was sent. 0: not yet.</summary>
    public int Attempt { get; init; }

    /// <summary>The status of the last attempt; 0 is no response, null is none yet, or cancelled.</summary>
    public int? Status { get; init; }

    /// <summary>Why it has not succeeded, a line for people; null where there is nothing to say.</summary>
    public string? Error { get; init; }

    /// <summary>How far the last attempt said that it was; null where it said nothing.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>When it was entered.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>When its first attempt began; null: none has.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When it came to its final state; null: it has not.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>Whether <see cref="State"/> is final.</summary>
    public bool IsFinal => Finished is not null;
}
