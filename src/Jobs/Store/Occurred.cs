namespace JobQueue.Jobs.Store;

/// <summary>What became of a run of a recurring job that was to enter.</summary>
/// <param name="What">What it is now.</param>
/// <param name="GivenUp">Ids of running runs that it takes the place of: they are to be aborted.</param>
internal sealed record Occurred(Occurrence What, IReadOnlyList<string> GivenUp)
{
    internal static Occurred As(Occurrence what) => new(what, []);
}
