using JobQueue.Api.Signatures;
using JobQueue.Jobs.Sending;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Verifies the signatures of a JobQueue that runs elsewhere.</summary>
public static class JobQueueSignatureExtensions
{
    /// <summary>
    /// Lets signed requests of a JobQueue elsewhere in as its runs, of which <c>HttpContext.GetJobRun()</c> tells. A request whose
    /// signature is wrong, older or newer than 5 minutes, or sent before is answered with 401, as one with a body of more than 1 MiB is.
    /// From a request that is not signed the header fields <c>X-Via-JobQueue</c> and <c>X-JobQueue-*</c> are removed. It authenticates
    /// nobody.
    /// For apps without JobQueue of their own, which have the option <c>JobQueue:TrustedSecrets</c>.
    /// </summary>
    /// <param name="app">The app, or a branch of it. Place it before what reads bodies.</param>
    /// <param name="secrets">
    /// Secrets, each of which is good: <c>whsec_</c> and Base64 of 24 to 64 bytes. Each process remembers by itself what was sent before.
    /// </param>
    /// <param name="isRequired">Whether requests that are not signed are refused, too.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no secret, or one is not written as secrets are.</exception>
    /// <example><code>app.UseJobQueueSignatures([builder.Configuration["JobQueueSecret"]!], isRequired: true);</code></example>
    /// <remarks>Standard Webhooks 1.0. The signature is over the run's id, the time and the body: only TLS protects the rest.</remarks>
    public static IApplicationBuilder UseJobQueueSignatures(
        this IApplicationBuilder app, IEnumerable<string> secrets, bool isRequired = false)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(secrets);
        var known = secrets.Select(text => WebhookSecret.TryParse(text, out var secret)
            ? secret
            : throw new ArgumentException($"A secret is not {WebhookSecret.Expected}.", nameof(secrets))).ToList();
        if (known.Count == 0)
            throw new ArgumentException("There is no secret.", nameof(secrets));
        var verifier = new SignatureVerifier(known, app.ApplicationServices.GetService<TimeProvider>() ?? TimeProvider.System);
        return app.Use(next => context => SignatureMiddleware.InvokeAsync(context, verifier, isRequired, next));
    }
}
