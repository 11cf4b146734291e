using System.Net.Http.Headers;
using JobQueue.Api.Tests.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Metrics;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Api.Tests.Pages;

/// <summary>A host with keys, its pages as a browser gets them, and runs that are put into its ledger as they are.</summary>
internal sealed class PagesApp : IAsyncDisposable
{
    internal static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly HostApp _host;
    private readonly HttpClient _browser;

    private PagesApp(HostApp host)
    {
        _host = host;
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.App.Client.BaseAddress };
    }

    internal Ledger Ledger => _host.App.App.Services.GetRequiredService<Ledger>();

    internal static async Task<PagesApp> StartAsync(params (string Setting, string Value)[] settings) =>
        new(await HostApp.StartAsync(map: null, settings));

    /// <summary>Puts this in the crontab's place, and has it read.</summary>
    internal async Task LoadCrontabAsync(string text)
    {
        _host.App.WriteCrontab(text);
        await _host.App.App.Services.GetRequiredService<CrontabLoader>().ReloadAsync(CancellationToken.None);
    }

    /// <summary>The page at a path below the prefix, as the holder of this key gets it.</summary>
    internal async Task<Html> GetAsync(string path, int status = 200, string key = "operator")
    {
        using var answer = await SendAsync(key, HttpMethod.Get, path, content: null);
        Assert.AreEqual((status, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await Html.OfAsync(answer);
    }

    /// <summary>Posts the form of a button with this token; the answer's status and where it leads.</summary>
    internal async Task<(int Status, string? Location)> PostAsync(string path, string? token, string key = "operator")
    {
        var fields = new Dictionary<string, string> { ["back"] = "/runs", ["reason"] = "why not" };
        if (token is not null)
            fields["__RequestVerificationToken"] = token;
        using var answer = await SendAsync(key, HttpMethod.Post, path, new FormUrlEncodedContent(fields));
        return ((int)answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    /// <summary>Puts a run into the ledger; as it is given, it has succeeded at the first attempt.</summary>
    internal async Task<Run> AddAsync(Func<Run, Run>? with = null, Response? response = null)
    {
        var run = new Run
        {
            Id = RunId.New(Now),
            Due = Now.AddSeconds(-10),
            Created = Now.AddSeconds(-10),
            Started = Now.AddSeconds(-8),
            Sent = Now.AddSeconds(-8),
            Finished = Now.AddSeconds(-5),
            Attempt = 1,
            State = RunState.Succeeded,
            Status = 200,
            Request = new JobRequest { Uri = "/work" },
        };
        run = with?.Invoke(run) ?? run;
        await Ledger.WriteAsync(connection =>
        {
            RunRows.Insert(connection, run, owner: null);
            if (run.Finished is { } finished)
                connection.Tally.Note(new Ending(finished, run.State, run.Policy.Queue, run.Count ?? 1)
                {
                    Late = run.Started - run.Due,
                    LastAttempt = finished - run.Sent,
                });
            connection.Execute(
                """
                UPDATE runs SET status = @status, disposition = @disposition, crashes = @crashes, failures = @failures, paused = @paused
                WHERE id = @id
                """,
                ("@status", run.Status), ("@disposition", run.Disposition is { } disposition ? Word.Of(disposition) : null),
                ("@crashes", run.Crashes), ("@failures", run.Failures), ("@paused", run.IsPaused ? 1 : 0), ("@id", run.Id));
            if (response is not null)
                connection.Execute(
                    """
                    INSERT INTO responses (run, status, headers, body, body_bytes)
                    SELECT seq, @status, @headers, @body, @bytes FROM runs WHERE id = @id
                    """,
                    ("@status", response.Status), ("@headers", HeaderText.Print(response.Headers)), ("@body", response.Body.ToArray()),
                    ("@bytes", response.BodyBytes), ("@id", run.Id));
            return true;
        });
        return run;
    }

    internal Task<Run?> FindAsync(string id) => Ledger.ReadAsync(connection => RunReads.Find(connection, id));

    internal async Task<HttpResponseMessage> SendAsync(string key, HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, "/jobqueue" + path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _host.Key(key));
        return await _browser.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host.DisposeAsync();
    }
}
