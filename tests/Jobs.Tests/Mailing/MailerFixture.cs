using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Mailing;

/// <summary>A ledger, and a mailer that sends what is entered there, in real time. Disposing ends both.</summary>
internal sealed class MailerFixture : IAsyncDisposable
{
    internal static readonly JobPolicy Mailed = JobPolicy.Default with { Name = "nightly-backup", MailTo = "ops@example.com" };

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _over = new();
    private readonly Mailer _mailer;
    private Task _mailing = Task.CompletedTask;
    private int _runs;

    /// <param name="port">Of the server, on loopback.</param>
    /// <param name="set">What is set beside that; null for nothing.</param>
    /// <param name="store">The ledger; null for one that is well.</param>
    internal MailerFixture(int port, Func<MailSettings, MailSettings>? set = null, LedgerFixture? store = null)
    {
        Store = store ?? new LedgerFixture();
        Store.Ledger.Outbox.From = "jobqueue@example.com";
        var settings = new MailSettings
        {
            Host = "127.0.0.1",
            Port = port,
            IsEncrypted = false,
            PublicUrl = "https://jobs.example.com/",
            FirstPause = TimeSpan.FromMilliseconds(100),
            DigestWindow = TimeSpan.FromSeconds(1),
        };
        _mailer = new Mailer(Store.Ledger, set?.Invoke(settings) ?? settings, TimeProvider.System, NullLogger<Mailer>.Instance);
    }

    internal LedgerFixture Store { get; }

    internal MailerFixture Start()
    {
        _mailing = _mailer.RunAsync(_over.Token);
        return this;
    }

    /// <summary>A run ends.</summary>
    /// <param name="policy">Its policy.</param>
    /// <param name="finish">What it came to; null for a failure with status 503.</param>
    /// <param name="jobId">Its job; null for a one-time job.</param>
    /// <param name="uri">What it requests.</param>
    internal async Task<Run> EndAsync(JobPolicy? policy = null, RunFinish? finish = null, string? jobId = null, string uri = "/backups?full=1")
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = new Run
        {
            Id = RunId.New(now.AddMilliseconds(++_runs)),
            JobId = jobId,
            JobName = (policy ?? Mailed).Name,
            Cause = RunCause.Manual,
            Due = now,
            Created = now,
            State = RunState.Pending,
            Policy = policy ?? Mailed,
            Request = new JobRequest { Method = "POST", Uri = uri, User = "backup" },
        };
        await Store.Ledger.WriteAsync(connection =>
        {
            RunRows.Insert(connection, run, owner: null);
            var claimed = RunWrites.Claim(connection, "default", 1, "me", now).Single();
            return RunEnds.Finish(connection, claimed, "me", finish is null ? Failed(503) : finish with { At = now });
        });
        return run;
    }

    internal static RunFinish Failed(int status) =>
        new() { State = RunState.Failed, At = TimeProvider.System.GetUtcNow(), Status = status, Disposition = Disposition.Keep };

    /// <summary>What the mails are, in order of entry, once they are as wanted.</summary>
    internal async Task<List<string>> MailsAsync(Func<List<string>, bool> areWanted)
    {
        using var limit = new CancellationTokenSource(SmtpServer.Limit);
        using var poll = new PeriodicTimer(Poll);
        List<string> mails;
        do
            mails = await MailsAsync();
        while (!areWanted(mails) && await poll.WaitForNextTickAsync(limit.Token));
        return mails;
    }

    /// <summary>Kind, state, attempts and error of each mail, in order of entry.</summary>
    internal Task<List<string>> MailsAsync() => Store.Ledger.ReadAsync(connection => connection.All(
        "SELECT kind || ' ' || state || ' ' || attempts || ' ' || coalesce(error, '-') FROM mails ORDER BY seq", row => row.String(0)));

    internal Task<List<string>> EventsAsync() => Store.Ledger.ReadAsync(connection => connection.All(
        "SELECT kind || ': ' || reason FROM events ORDER BY seq", row => row.String(0)));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _mailing.WaitAsync(SmtpServer.Limit);
        _over.Dispose();
        await Store.DisposeAsync();
    }
}
