using JobQueue.Jobs.Tests.Queue;

namespace JobQueue.Jobs.Tests.Store;

/// <summary><see cref="JobLookupConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class JobLookupOnPostgres : JobLookupConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="JobStoreConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class JobStoreOnPostgres : JobStoreConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="LastOfJobConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class LastOfJobOnPostgres : LastOfJobConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="LedgerWatchConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class LedgerWatchOnPostgres : LedgerWatchConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="OverlapConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class OverlapOnPostgres : OverlapConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="PruningConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class PruningOnPostgres : PruningConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="QueueStartsConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class QueueStartsOnPostgres : QueueStartsConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="RecoveryConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class RecoveryOnPostgres : RecoveryConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="RunMinutesConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class RunMinutesOnPostgres : RunMinutesConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="RunSearchConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class RunSearchOnPostgres : RunSearchConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="RunStoreConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class RunStoreOnPostgres : RunStoreConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="GroupConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class GroupOnPostgres : GroupConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="ValidatorConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class ValidatorOnPostgres : ValidatorConformance
{
    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}

/// <summary><see cref="UnreadableRunConformance"/> on PostgreSQL.</summary>
[TestClass]
public sealed class UnreadableRunOnPostgres : UnreadableRunConformance
{
    protected override string TakeAnyCause => "ALTER TABLE runs DROP CONSTRAINT runs_cause_check";

    protected override Task<string?> NewStoreAsync() => SharedPostgres.NewStoreAsync();
}
