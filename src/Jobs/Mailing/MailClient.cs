using System.Net;
using System.Net.Mail;

namespace JobQueue.Jobs.Mailing;

/// <summary>Hands mails to the server, each over a connection of its own.</summary>
internal sealed class MailClient(MailSettings settings, TimeProvider time)
{
    // A connection that was told to end has so long to do so.
    private static readonly TimeSpan AfterTimeout = TimeSpan.FromSeconds(2);

    /// <exception cref="OperationCanceledException">It was given up by the caller.</exception>
    internal async Task<MailEnd> SendAsync(MailMessage message, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        var client = new SmtpClient(settings.Host, settings.Port)
        {
            EnableSsl = settings.IsEncrypted,
            Credentials = settings.User is { } user ? new NetworkCredential(user, settings.Password) : null,
        };
        try
        {
            var sending = client.SendMailAsync(message, either.Token);
            await sending.WaitAsync(settings.Timeout + AfterTimeout, time, cancel);
            return MailEnd.Sent;
        }
        catch (SmtpException e) when (!limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return MailEnd.Of(e);
        }
        catch (Exception) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            return new(MailResult.NoServer, $"timed out after {Policy.Duration.Print(settings.Timeout)}");
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            // What comes up below it: the certificate, the network.
            return new(MailResult.NoServer, MailEnd.Text(e));
        }
        finally
        {
            // It says QUIT, and waits for the answer of a server that may be silent.
            _ = Task.Run(client.Dispose, CancellationToken.None);
        }
    }
}
