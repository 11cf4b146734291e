using JobQueue.Jobs.Tests.Queue;

namespace JobQueue.Jobs.Tests.Store;

/// <summary><see cref="JobLookupConformance"/> on SQLite.</summary>
[TestClass]
public sealed class JobLookupOnSqlite : JobLookupConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="JobStoreConformance"/> on SQLite.</summary>
[TestClass]
public sealed class JobStoreOnSqlite : JobStoreConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="LastOfJobConformance"/> on SQLite.</summary>
[TestClass]
public sealed class LastOfJobOnSqlite : LastOfJobConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="LedgerWatchConformance"/> on SQLite.</summary>
[TestClass]
public sealed class LedgerWatchOnSqlite : LedgerWatchConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="OverlapConformance"/> on SQLite.</summary>
[TestClass]
public sealed class OverlapOnSqlite : OverlapConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="PruningConformance"/> on SQLite.</summary>
[TestClass]
public sealed class PruningOnSqlite : PruningConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="QueueStartsConformance"/> on SQLite.</summary>
[TestClass]
public sealed class QueueStartsOnSqlite : QueueStartsConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="RecoveryConformance"/> on SQLite.</summary>
[TestClass]
public sealed class RecoveryOnSqlite : RecoveryConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="RunMinutesConformance"/> on SQLite.</summary>
[TestClass]
public sealed class RunMinutesOnSqlite : RunMinutesConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="RunSearchConformance"/> on SQLite.</summary>
[TestClass]
public sealed class RunSearchOnSqlite : RunSearchConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="RunStoreConformance"/> on SQLite.</summary>
[TestClass]
public sealed class RunStoreOnSqlite : RunStoreConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="GroupConformance"/> on SQLite.</summary>
[TestClass]
public sealed class GroupOnSqlite : GroupConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="ValidatorConformance"/> on SQLite.</summary>
[TestClass]
public sealed class ValidatorOnSqlite : ValidatorConformance
{
    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}

/// <summary><see cref="UnreadableRunConformance"/> on SQLite.</summary>
[TestClass]
public sealed class UnreadableRunOnSqlite : UnreadableRunConformance
{
    protected override string TakeAnyCause => "PRAGMA ignore_check_constraints = ON";

    protected override Task<string?> NewStoreAsync() => Task.FromResult<string?>(null);
}
