using System.Net.Sockets;
using System.Security.Authentication;

namespace JobQueue.Jobs.Sending;

/// <summary>Why an HTTP exchange brought no response, for people.</summary>
internal static class HttpFailure
{
    internal static string Describe(Exception exception, Uri uri)
    {
        var server = $"{uri.Host}:{uri.Port}";
        if (Cause<RefusedAddressException>(exception) is { } refused)
            return refused.Message;
        if (Cause<AuthenticationException>(exception) is { } tls)
            return $"TLS with {server} failed: {OneLine(tls.Message)}";
        if (Cause<SocketException>(exception) is { } socket)
            return Describe(socket, uri);
        if (Cause<TimeoutException>(exception) is not null)
            return $"no connection to {server} in time";
        return (Cause<HttpIOException>(exception)?.HttpRequestError ?? Cause<HttpRequestException>(exception)?.HttpRequestError) switch
        {
            HttpRequestError.NameResolutionError => $"the name {uri.Host} was not found",
            HttpRequestError.SecureConnectionError => $"TLS with {server} failed: {OneLine(Innermost(exception).Message)}",
            HttpRequestError.InvalidResponse => $"protocol error: {OneLine(Innermost(exception).Message)}",
            HttpRequestError.ResponseEnded => "the connection was closed before the response was complete",
            HttpRequestError.ConfigurationLimitExceeded => "the response's headers are longer than 64 KB",
            _ => OneLine(Innermost(exception).Message),
        };
    }

    private static string Describe(SocketException exception, Uri uri) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"{uri.Host}:{uri.Port} refused the connection",
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => $"the name {uri.Host} was not found",
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => "the connection was reset",
        _ => $"no connection to {uri.Host}:{uri.Port}: {OneLine(exception.Message)}",
    };

    private static T? Cause<T>(Exception exception)
        where T : Exception
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
            if (cause is T found)
                return found;
        return null;
    }

    private static Exception Innermost(Exception exception) => exception.GetBaseException();

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
