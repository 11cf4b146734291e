using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Tests;

/// <summary>A ledger in a file that is given little time to answer, and cannot be read, when a test says so.</summary>
internal sealed class StubbornEngine(string path) : LedgerEngine
{
    private const int Busy = 5;

    private readonly SqliteEngine _inner = SqliteEngine.Open(path);
    private long? _readableUntil;
    private int _failures;

    internal override string Name => _inner.Name;

    internal override string File => _inner.File;

    internal override string Version => _inner.Version;

    internal override Cluster Cluster => _inner.Cluster;

    internal override string NodeName => _inner.NodeName;

    internal override string Owner => _inner.Owner;

    internal override TimeSpan Patience => TimeToAnswer;

    /// <summary>Without end at first.</summary>
    internal TimeSpan TimeToAnswer { get; set; } = Timeout.InfiniteTimeSpan;

    internal override bool IsShortened => _inner.IsShortened;

    internal override LedgerConnection Writer => _inner.Writer;

    /// <summary>Has an app keep its ledger with such an engine.</summary>
    internal static void AddTo(WebApplicationBuilder builder) => builder.Services
        .AddSingleton(provider => new StubbornEngine(SqlitePath(provider.GetRequiredService<IOptions<JobQueueOptions>>().Value.Store)!))
        .AddSingleton(provider => new Ledger(provider.GetRequiredService<StubbornEngine>(), NullLogger<Ledger>.Instance));

    internal static StubbornEngine Of(LibraryApp app) => app.App.Services.GetRequiredService<StubbornEngine>();

    /// <summary>From the next run or event on that many reads fail, for a reason that passes.</summary>
    internal void FailAfterChange(int reads)
    {
        using var connection = _inner.OpenReader();
        (_failures, _readableUntil) = (reads, connection.ReadMoment(Changes));
    }

    /// <summary>It can be read again.</summary>
    internal void Recover() => _readableUntil = null;

    internal override LedgerConnection OpenReader() => new Reader(this, _inner.OpenReader());

    internal override List<Node> Nodes(LedgerConnection connection) => _inner.Nodes(connection);

    internal override void Checkpoint() => _inner.Checkpoint();

    public override ValueTask DisposeAsync() => _inner.DisposeAsync();

    private bool Fails(LedgerConnection connection) =>
        _readableUntil is { } until && connection.ReadMoment(Changes) > until && Interlocked.Decrement(ref _failures) >= 0;

    private static long Changes(LedgerConnection connection) =>
        (long)connection.Scalar("SELECT (SELECT count(*) FROM runs) + (SELECT count(*) FROM events)")!;

    private sealed class Reader(StubbornEngine engine, LedgerConnection inner) : LedgerConnection
    {
        internal override string SkipLocked => inner.SkipLocked;

        internal override string ForUpdate => inner.ForUpdate;

        internal override string IsOrphan => inner.IsOrphan;

        internal override T ReadMoment<T>(Func<LedgerConnection, T> read) =>
            engine.Fails(inner) ? throw new SqliteException("database is locked", Busy) : inner.ReadMoment(read);

        internal override void Begin() => inner.Begin();

        internal override void Commit() => inner.Commit();

        internal override string? Refusal(Exception e) => inner.Refusal(e);

        internal override bool IsBroken(Exception e) => inner.IsBroken(e);

        internal override bool StartWatch(EventFeed feed, ILogger logger) => inner.StartWatch(feed, logger);

        internal override void EndWatch() => inner.EndWatch();

        public override void Dispose()
        {
            inner.Dispose();
            base.Dispose();
        }

        protected override LedgerStatement Prepare(string sql, ReadOnlySpan<(string Name, object? Value)> values) =>
            throw new NotSupportedException("reads are the inner connection's");
    }
}
