namespace JobQueue;

/// <summary>Whether what is said to the mail server is encrypted.</summary>
public enum MailTls
{
    /// <summary>As with <see cref="StartTls"/>; as with <see cref="None"/> where the server is this machine.</summary>
    Auto,

    /// <summary>STARTTLS (RFC 3207), with a certificate that this machine trusts, or no mail.</summary>
    StartTls,

    /// <summary>Nothing is.</summary>
    None,
}
