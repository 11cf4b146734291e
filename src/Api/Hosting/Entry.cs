using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Hosting;

/// <summary>What a door says to a request: who the caller is, null for a stranger; and why it does not come in, null where it does.</summary>
internal readonly record struct Entry(Caller? Caller, IResult? Refusal)
{
    public bool IsClosed { get; private init; }

    internal static Entry Of(Caller? caller) => new(caller, null);

    internal static Entry Refused(IResult refusal) => new(null, refusal);

    /// <summary>As <see cref="Refused"/>, and not even where strangers come in.</summary>
    internal static Entry Closed(IResult refusal) => new(null, refusal) { IsClosed = true };
}
