using System.Net;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Policy;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Hosting;

/// <summary>Checks <see cref="JobQueueOptions.Mail"/>, and reads it. No message shows the password.</summary>
internal sealed class MailOptionsValidator : IValidateOptions<JobQueueOptions>
{
    private const string Section = "JobQueue:Mail";

    // RFC 8314: TLS from the first byte.
    private const int SubmissionsPort = 465;

    public ValidateOptionsResult Validate(string? name, JobQueueOptions options)
    {
        var faults = options.Mail.Host is { Length: > 0 } host ? Faults(host, options.Mail).ToList() : [];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>What the mailer is told, of options that are valid; null where there is no server.</summary>
    internal static MailSettings? Settings(JobQueueOptions options, TimeZoneInfo zone) =>
        options.Mail is not { Host: { Length: > 0 } host } mail ? null : new MailSettings
        {
            Host = host,
            Port = mail.Port,
            IsEncrypted = IsEncrypted(host, mail),
            User = mail.User,
            Password = mail.Password,
            PublicUrl = options.PublicUrl,
            Zone = zone,
        };

    private static IEnumerable<string> Faults(string host, MailOptions mail)
    {
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
            yield return $"{Section}:Host: found \"{host}\", expected a host's name or address.";
        if (mail.Port == SubmissionsPort)
            yield return $"{Section}:Port: found 465, expected 587 or 25 with STARTTLS: TLS from the first byte is not spoken.";
        else if (mail.Port is < 1 or > ushort.MaxValue)
            yield return $"{Section}:Port: found {mail.Port}, expected 1 to {ushort.MaxValue}.";
        if (!Enum.IsDefined(mail.Tls))
            yield return $"{Section}:Tls: found {mail.Tls}, expected auto, starttls or none.";
        if (mail.From is not { } from || !MailAddresses.IsOne(from))
            yield return $"{Section}:From: found {(mail.From is null ? "nothing" : $"\"{mail.From}\"")}, expected {MailAddresses.ExpectedOne}.";
        if (mail.User is null != mail.Password is null)
            yield return $"{Section}:{(mail.User is null ? "User" : "Password")}: found nothing, expected User and Password, or neither.";
        if (mail.User is not null && mail.Tls == MailTls.None && !IsThisMachine(host))
            yield return $"{Section}:Tls: found none beside a password, expected starttls: it would be sent in the clear.";
    }

    private static bool IsEncrypted(string host, MailOptions mail) =>
        mail.Tls == MailTls.StartTls || (mail.Tls == MailTls.Auto && !IsThisMachine(host));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
