using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Hosting;

/// <summary>What a door says to a request: who the caller is, null for a stranger; and why it does not come in, null where it does.</summary>
internal readonly record struct Entry(Caller? Caller, IResult? Refusal)
{
    internal static Entry Of(Caller? caller) => new(caller, null);

    internal static Entry Refused(IResult refusal) => new(null, refusal);
}
