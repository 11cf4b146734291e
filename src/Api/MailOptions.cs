namespace JobQueue;

/// <summary>The mail server that results are mailed through; section <c>JobQueue:Mail</c> of the configuration.</summary>
public sealed class MailOptions
{
    /// <summary>Its name or address. Null: no mail is sent.</summary>
    public string? Host { get; set; }

    /// <summary>Its port. 1 to 65,535 but 465, whose TLS from the first byte is not spoken; default 25.</summary>
    public int Port { get; set; } = 25;

    /// <summary>Whether what is said to it is encrypted. Default <see cref="MailTls.Auto"/>.</summary>
    public MailTls Tls { get; set; }

    /// <summary>Whom it knows JobQueue as (AUTH LOGIN). Null: it is not told.</summary>
    public string? User { get; set; }

    /// <summary>The user's password. It is shown nowhere, and never said without encryption but to this machine.</summary>
    public string? Password { get; set; }

    /// <summary>The address that mail comes from where the job has no other. Required beside <see cref="Host"/>.</summary>
    public string? From { get; set; }
}
