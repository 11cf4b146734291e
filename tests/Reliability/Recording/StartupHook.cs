using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http;

/// <summary>
/// Runs inside the command before its Main, where DOTNET_STARTUP_HOOKS names this assembly; .NET wants this very name, without a namespace.
/// </summary>
internal sealed class StartupHook : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    internal const string PathVariable = "WITNESS_FILE";
    private const string Matched = "Microsoft.AspNetCore.Routing.EndpointMatched";

    private static AppendFile? _file;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is not { } path)
            return;
        _file = new AppendFile(path);
        DiagnosticListener.AllListeners.Subscribe(new StartupHook());
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.AspNetCore")
            value.Subscribe(this, (name, _, _) => name == Matched);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is not { Key: Matched, Value: HttpContext { Request: var request } }
            || request.Headers["X-JobQueue-Run"].ToString() is not { Length: > 0 } run)
            return;
        var headers = request.Headers;
        var status = request.Query["status"].ToString() is { Length: > 0 } asked ? asked : "200";
        _file!.Add(new Arrival(
            run, Number(headers["X-JobQueue-Attempt"]), headers["X-JobQueue-Job"].ToString(),
            Arrival.Instant(headers["X-JobQueue-Due"].ToString()), DateTimeOffset.UtcNow, Number(status)).Line);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static int Number(string? text) => int.Parse(text!, CultureInfo.InvariantCulture);
}
