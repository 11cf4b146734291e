using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using Gallery.Pictures;

namespace JobQueue.Gallery.Tests;

/// <summary>The gallery as its user runs it, at a free port of loopback, with a folder of its own.</summary>
internal sealed class GalleryApp : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<HttpClient> _clients = [];
    private JobQueueProcess? _process;
    private Uri _address = new("http://127.0.0.1");

    private GalleryApp()
    {
    }

    public string Folder => _folder.File("data");

    /// <summary>Whoever makes backups.</summary>
    public HttpClient Admin { get; private set; } = new();

    public static async Task<GalleryApp> StartAsync(
        TimeSpan? pace = null, string? archiver = null, params (string Name, string Value)[] environment)
    {
        var app = new GalleryApp();
        try
        {
            await app.RunAsync(pace ?? TimeSpan.Zero, archiver, environment);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return app;
    }

    /// <summary>Ends as by kill -9, and starts again.</summary>
    public async Task CrashAsync()
    {
        _process!.Kill();
        await _process.ExitAsync();
        await _process.DisposeAsync();
        await RunAsync(TimeSpan.Zero, archiver: null, []);
    }

    /// <summary>A browser in which somebody is signed in; null: nobody.</summary>
    public async Task<HttpClient> BrowserAsync(string? user)
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = _address };
        _clients.Add(browser);
        if (user is not null)
        {
            using var name = new FormUrlEncodedContent([KeyValuePair.Create("name", user)]);
            (await browser.PostAsync("/signin", name)).Headers.GetValues("Set-Cookie");
        }

        return browser;
    }

    public async Task<HttpResponseMessage> UploadAsync(params byte[][] files)
    {
        using var form = new MultipartFormDataContent();
        for (var i = 0; i < files.Length; i++)
            form.Add(new ByteArrayContent(files[i]), "files", $"picture{i + 1}.png");
        return await Admin.PostAsync("/pictures", form);
    }

    /// <summary>The runs whose job's name begins so, in the order in which they were added.</summary>
    public async Task<IReadOnlyList<JsonElement>> RunsAsync(string name) =>
    [
        .. (await Admin.GetFromJsonAsync<JsonElement>("/jobqueue/api/runs?limit=100")).GetProperty("items").EnumerateArray()
            .Where(run => run.Text("jobName")?.StartsWith(name, StringComparison.Ordinal) == true)
            .OrderBy(run => run.Text("id"), StringComparer.Ordinal),
    ];

    /// <summary>The runs whose job's name begins so, once there are so many and all have ended.</summary>
    public Task<IReadOnlyList<JsonElement>> EndedAsync(string name, int count) => Until.SeenAsync($"{count} runs {name} to end", async () =>
        await RunsAsync(name) is var runs && runs.Count == count && runs.All(run => run.Has("finished")) ? runs : null);

    /// <summary>The sizes of each picture that are there, in the order in which the pictures were added.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> SizesAsync()
    {
        var pictures = (await RunsAsync("picture-")).Select(run => run.Text("jobName")!["picture-".Length..]);
        return [.. pictures.Select(SizesOf)];
    }

    /// <summary>Has the job of the crontab run now, and waits for its end.</summary>
    public async Task<JsonElement> RunNowAsync(string job)
    {
        (await Admin.PostAsync($"/jobqueue/api/jobs/{job}/run", null)).EnsureSuccessStatusCode();
        return (await EndedAsync(job, 1)).Single();
    }

    /// <summary>A program that does what the script says, and gets what an archiver gets.</summary>
    public static string Archiver(TempFolder folder, string script)
    {
        var path = folder.File("archiver");
        File.WriteAllText(path, "#!/bin/sh\n" + script);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            client.Dispose();
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private static string Metadata(string key) =>
        typeof(GalleryApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;

    private async Task RunAsync(TimeSpan pace, string? archiver, (string Name, string Value)[] environment)
    {
        string[] arguments =
        [
            "--contentRoot", Metadata("GalleryFolder"), "--urls", "http://127.0.0.1:0",
            "--Gallery:Folder", Folder, "--Gallery:Pace", pace.ToString("c"),
            .. archiver is null ? Array.Empty<string>() : ["--Gallery:Archiver", archiver],
        ];
        _process = JobQueueProcess.Start(arguments, environment, program: Metadata("GalleryProgram"));
        var line = await _process.OutputLineAsync("Listening on ");
        _address = new Uri(line.Split("Listening on ")[1].Split(';')[0]);
        Admin = await BrowserAsync("admin");
    }

    private List<string> SizesOf(string picture) =>
    [
        .. PictureSize.All.Select(size => Path.Combine(Folder, "pictures", picture, size.FileName)).Where(File.Exists)
            .Select(path => Size(path, Path.GetFileNameWithoutExtension(path))),
    ];

    private static string Size(string path, string name)
    {
        var header = global::Gallery.Png.PngReader.Header(File.ReadAllBytes(path));
        return $"{name} {header.Width}x{header.Height}";
    }
}
