using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Store;

/// <summary>What the operations of a transaction write together, where the engine gains by that. What they ask for is known once it is written.</summary>
internal interface IRunGroup
{
    /// <inheritdoc cref="RunRows.Insert"/>
    void Insert(Run run, string? owner);

    /// <summary>Writes the end of a run that concerns nothing but itself, and its response.</summary>
    /// <returns>Whether the fence held.</returns>
    Func<bool> Finish(Run run, string owner, RunFinish finish, Ending ending);

    /// <inheritdoc cref="RunWrites.Claim"/>
    /// <returns>The runs, in no order.</returns>
    Func<List<Run>> Claim(string queue, int most, string owner, DateTimeOffset now);

    /// <inheritdoc cref="RunWrites.AnyWaits"/>
    bool AnyWaits(string queue);

    /// <summary>Adds to what is known of a minute, each minute and state once.</summary>
    void Add(RunMinute ended);
}
