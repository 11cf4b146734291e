using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobQueue.Api.Endpoints;

/// <summary>What is said to who asked for something of which nobody knows what becomes of it: the database does not answer.</summary>
/// <param name="State">What it may have come to.</param>
/// <param name="Advice">What to do.</param>
internal sealed record Doubt(string State, string Advice)
{
    internal static readonly Doubt NewJob = new(
        "the job may be there, may still come, or may not", "Send it again: with the same Idempotency-Key it is there once");

    internal static readonly Doubt Kept = new(
        "the request may be kept and run, or may not",
        "Send it again only where it may run twice, or with an Idempotency-Key and as a known caller");

    /// <summary>Of what is the same when it is done twice.</summary>
    internal static readonly Doubt Again = new("it may be done, may still be, or may not", "Do it again: done twice it is the same");

    internal static readonly Doubt NewRun = new(
        "the run may be there, may still come, or may not", "Look at the runs before doing it again: each time is a run");

    internal static readonly Doubt NewKey = new(
        "the key may be there, may still come, or may not", "Look at the keys: if it is there, revoke it, and make another");
}

/// <summary>Bounds how long somebody waits for what was asked of the ledger. It is done, or not, all the same.</summary>
internal static class DoubtExtensions
{
    /// <summary>What came of it, if that is known in the time that a database is given.</summary>
    /// <param name="context">The request of who asked.</param>
    /// <param name="asked">What was asked; it goes on.</param>
    /// <param name="doubt">What is said where it is not known.</param>
    /// <exception cref="LedgerException">It is not (<see cref="LedgerException.IsInDoubt"/>), or it was refused.</exception>
    internal static async Task<T> InTimeAsync<T>(this HttpContext context, Task<T> asked, Doubt doubt)
    {
        var services = context.RequestServices;
        try
        {
            return await asked.WaitAsync(services.GetRequiredService<Ledger>().Patience, services.GetRequiredService<TimeProvider>());
        }
        catch (TimeoutException e)
        {
            throw new LedgerException($"the database does not answer: {doubt.State}. {doubt.Advice}", e) { IsInDoubt = true };
        }
    }

    /// <inheritdoc cref="InTimeAsync{T}(HttpContext, Task{T}, Doubt)"/>
    internal static Task InTimeAsync(this HttpContext context, Task asked, Doubt doubt) => context.InTimeAsync(DoneAsync(asked), doubt);

    private static async Task<bool> DoneAsync(Task asked)
    {
        await asked;
        return true;
    }
}
