namespace JobQueue.Jobs.Store;

/// <summary>How many rows went.</summary>
internal sealed record Pruned(long Runs, long Events, long Keys)
{
    public override string ToString() => $"{Runs} runs, {Events} events and {Keys} idempotency keys";
}
