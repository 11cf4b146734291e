using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Mailing;

/// <summary>
/// Sends what waits in the outbox, one mail after the other. Nothing waits for it: a server that is slow or gone delays mail, and no run. A
/// mail whose sending is in doubt, as after a crash, is sent once more under the same Message-ID.
/// </summary>
internal sealed partial class Mailer(Ledger ledger, MailSettings settings, TimeProvider time, ILogger<Mailer> logger)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    // Of a process while another one sends.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private readonly Signal _entered = new(time);
    private readonly MailClient _client = new(settings, time);

    // The server takes nothing, since so many attempts; until then it is left alone.
    private int _failures;
    private DateTimeOffset _pausedUntil;

    /// <summary>Sends until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        ledger.Outbox.MailEntered += _entered.Set;
        ledger.Cluster.On(Notice.Mail, _ =>
        {
            _entered.Set();
            return Task.CompletedTask;
        });
        try
        {
            while (true)
            {
                var next = await TryTurnAsync(cancel);
                await _entered.WaitAsync(next, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The rest goes after the next start.
        }
        catch (Exception) when (ledger.IsClosed)
        {
            // The ledger is closed or broken for good, and says so itself.
        }
        finally
        {
            ledger.Outbox.MailEntered -= _entered.Set;
        }
    }

    /// <summary>Sends what is due; when to look again, null for when mail is entered.</summary>
    private async Task<DateTimeOffset?> TryTurnAsync(CancellationToken cancel)
    {
        try
        {
            return await TurnAsync(cancel);
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            return time.GetUtcNow() + BetweenTries;
        }
        catch (Exception e) when (IsNoEnd(cancel))
        {
            Log.TurnFailed(logger, e);
            return await GiveUpUnreadableAsync(cancel) ? time.GetUtcNow() : time.GetUtcNow() + AfterFailure;
        }
    }

    private bool IsNoEnd(CancellationToken cancel) => !cancel.IsCancellationRequested && !ledger.IsClosed;

    // One mail whose row cannot be read keeps all from being read.
    private async Task<bool> GiveUpUnreadableAsync(CancellationToken cancel)
    {
        try
        {
            return await WriteAsync(connection => MailRows.GiveUpUnreadable(connection, time.GetUtcNow()), cancel) > 0;
        }
        catch (Exception e) when (IsNoEnd(cancel))
        {
            Log.TurnFailed(logger, e);
            return false;
        }
    }

    private async Task<DateTimeOffset?> TurnAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        if (_pausedUntil > now)
            return _pausedUntil;
        if (!ledger.Cluster.IsFirst)
            return now + BetweenLooks;
        var next = await ledger.ReadAsync(MailRows.Next);
        if (next is null || next > now)
            return next;
        // In one transaction: what is entered meanwhile is counted the next time.
        foreach (var mail in await WriteAsync(connection => Digests.Gather(connection, settings.DigestWindow, time.GetUtcNow()), cancel))
        {
            await SendAsync(mail, cancel);
            if (_pausedUntil > time.GetUtcNow())
                return _pausedUntil;
        }

        // There may be more.
        return now;
    }

    private async Task SendAsync(Mail mail, CancellationToken cancel)
    {
        var end = await TrySendAsync(mail, cancel);
        var now = time.GetUtcNow();
        _failures = end.Result == MailResult.NoServer ? _failures + 1 : 0;
        if (end.Result == MailResult.NoServer)
            _pausedUntil = now + MailRetry.After(_failures, settings.FirstPause);
        if (end.Result == MailResult.Sent)
            await EndAsync(mail, MailState.Sent, null, cancel);
        else if (end.Result == MailResult.Refused || now - mail.Created >= MailRetry.GivenUpAfter)
            await EndAsync(mail, MailState.Failed, end.Words, cancel);
        else
            await PostponeAsync(mail, end.Words!, now + MailRetry.After(mail.Attempts + 1, settings.FirstPause), cancel);
    }

    private async Task<MailEnd> TrySendAsync(Mail mail, CancellationToken cancel)
    {
        try
        {
            using var message = await ledger.ReadAsync(connection => MailContent.Read(connection, mail, settings));
            return await _client.SendAsync(message, cancel);
        }
        catch (Exception e) when (e is not LedgerException { IsPassing: true } && IsNoEnd(cancel))
        {
            // No mail can be made of it: those behind it go.
            return new(MailResult.Refused, MailEnd.Text(e));
        }
    }

    private async Task EndAsync(Mail mail, MailState state, string? error, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await WriteAsync(
            connection =>
            {
                MailRows.End(connection, mail, state, error, now);
                if (state == MailState.Failed)
                    EventRows.Add(connection, now, "mail failed", JobOf(mail), mail.RunId, reason: $"to {mail.To}: {error}");
                return true;
            },
            cancel);
        if (state == MailState.Failed)
            Log.Failed(logger, mail.Id, mail.To, error!);
        else
            Log.Sent(logger, mail.Id, mail.To, mail.Kind);
    }

    private async Task PostponeAsync(Mail mail, string error, DateTimeOffset notBefore, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        await WriteAsync(
            connection =>
            {
                MailRows.Postpone(connection, mail, error, notBefore);
                // Once a mail: what is tried for a day fails many times.
                if (mail.Attempts == 0)
                    EventRows.Add(connection, now, "mail delayed", JobOf(mail), mail.RunId, reason: $"to {mail.To}: {error}");
                return true;
            },
            cancel);
        Log.Delayed(logger, mail.Id, mail.To, notBefore, error);
    }

    // A one-time job has no events of a job.
    private static string? JobOf(Mail mail) => mail.JobId == mail.RunId ? null : mail.JobId;

    private async Task<T> WriteAsync<T>(Func<LedgerConnection, T> apply, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await ledger.WriteAsync(apply);
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                await Task.Delay(BetweenTries, time, cancel);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(70, LogLevel.Information, "Mail {Mail} to {To} is sent: {Kind}")]
        internal static partial void Sent(ILogger logger, string mail, string to, MailKind kind);

        [LoggerMessage(71, LogLevel.Warning, "Mail {Mail} to {To} is not sent yet, and is tried again at {NotBefore:O}. {Error}")]
        internal static partial void Delayed(ILogger logger, string mail, string to, DateTimeOffset notBefore, string error);

        [LoggerMessage(73, LogLevel.Error, "Mail could not be sent: a failure that nobody expected")]
        internal static partial void TurnFailed(ILogger logger, Exception e);

        [LoggerMessage(72, LogLevel.Error, "Mail {Mail} to {To} is given up. {Error}")]
        internal static partial void Failed(ILogger logger, string mail, string to, string error);
    }
}
