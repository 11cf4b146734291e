using System.Collections.Frozen;
using System.Net;
using System.Text;

namespace JobQueue.Jobs.Sending;

/// <summary>
/// The clients of <see cref="HttpSender"/>, each with connections of its own: one for each target, one for addresses that crontabs name,
/// and one for those that jobs of the API name, so that none of these goes over a connection which it could not have opened.
/// </summary>
internal sealed class HttpClients : IDisposable
{
    private const int MaxHeaderKilobytes = 64;

    private readonly Connections _open;
    private readonly Connections _confined;
    private readonly FrozenDictionary<string, Connections> _ofTargets;

    internal HttpClients(Func<IReadOnlyCollection<int>> ownPorts, SendingOptions options, TimeProvider time)
    {
        var open = new ConnectionGuard(ownPorts, isConfined: false, options.Resolve, time);
        _open = Client(open, Target.DefaultConnections);
        _confined = Client(new ConnectionGuard(ownPorts, isConfined: true, options.Resolve, time), Target.DefaultConnections);
        _ofTargets = options.Targets.All.ToFrozenDictionary(target => target.Name, target => Client(open, target.MaxConnections));
    }

    internal Connections For(RunAttempt attempt, Destination destination) =>
        destination.Target is { } target ? _ofTargets[target.Name] : attempt.IsConfined ? _confined : _open;

    public void Dispose()
    {
        foreach (var client in _ofTargets.Values.Append(_open).Append(_confined))
            client.Dispose();
    }

    private static Connections Client(ConnectionGuard guard, int maxConnections)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            // Each attempt sets its own traceparent.
            ActivityHeadersPropagator = null,
            ConnectCallback = guard.ConnectAsync,
            ConnectTimeout = ConnectionGuard.Limit,
            MaxConnectionsPerServer = maxConnections,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            // A body that is not read to its end is not worth its connection.
            MaxResponseDrainSize = 0,
            // Names are looked up anew after that.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        };
        handler.SslOptions.RemoteCertificateValidationCallback = CertificateCheck.Check;
        return new Connections(new HttpMessageInvoker(handler), maxConnections);
    }
}
