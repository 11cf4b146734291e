using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace JobQueue.Jobs.Sending;

/// <summary>The certificates of servers: the system's judgement, with its reasons. Nothing is overruled.</summary>
internal static class CertificateCheck
{
    private const X509ChainStatusFlags Unknown = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    private static readonly (X509ChainStatusFlags Status, string Reason)[] Reasons =
    [
        (X509ChainStatusFlags.NotTimeValid, "it has expired, or is not valid yet"),
        (X509ChainStatusFlags.Revoked, "it was revoked"),
        (Unknown, "its issuer is unknown"),
    ];

    /// <exception cref="AuthenticationException">The certificate is not accepted, and why.</exception>
    internal static bool Check(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None
            ? true
            : throw new AuthenticationException($"the certificate is not accepted: {Reason(chain, errors)}");

    private static string Reason(X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
            return "there is none";
        var status = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        List<string> reasons = errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? ["its name is another"] : [];
        reasons.AddRange(Reasons.Where(row => (status & row.Status) != 0).Select(row => row.Reason));
        return reasons.Count > 0 ? string.Join(", ", reasons) : $"{status}";
    }
}
