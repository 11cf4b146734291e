using Microsoft.AspNetCore.Http;

namespace JobQueue.Reliability.Poison;

/// <summary>Endpoints that take all the memory there is.</summary>
internal static class Hoards
{
    private const int LargeBytes = 1 << 20;
    private const int SmallBytes = 64;

    /// <summary>By the last segment of <c>/hoard/...</c>.</summary>
    internal static readonly IReadOnlyDictionary<string, Func<HttpContext, Task>> All = new Dictionary<string, Func<HttpContext, Task>>
    {
        // What is left at the end has no room for an array, and for little else.
        ["arrays"] = _ => throw Fill(LargeBytes, out var _),
        // Nothing is left at the end, and whoever wants some meanwhile gets none either.
        ["objects"] = _ => throw Fill(SmallBytes, out var _),
        ["kept"] = KeepAsync,
    };

    // Until it is given up.
    private static async Task KeepAsync(HttpContext context)
    {
        _ = Fill(SmallBytes, out var hoard);
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GC.KeepAlive(hoard);
    }

    private static OutOfMemoryException Fill(int bytes, out object hoard)
    {
        Link? last = null;
        try
        {
            while (true)
                last = new Link(new byte[bytes], last);
        }
        catch (OutOfMemoryException e)
        {
            hoard = last!;
            return e;
        }
    }

    private sealed record Link(byte[] Bytes, Link? Before);
}
