using System.Net.Http.Headers;

namespace JobQueue.Api.Tests.Pages;

/// <summary>A browser without a script: cookies, and forms as the pages have them.</summary>
internal sealed class Browser : IDisposable
{
    private readonly HttpClient _client;

    /// <param name="app">Where.</param>
    /// <param name="key">Whose; null for nobody's.</param>
    internal Browser(LibraryApp app, string? key = null)
    {
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Client.BaseAddress };
        _client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    internal async Task<Markup> GetAsync(string path)
    {
        using var answer = await _client.GetAsync("/jobqueue" + path);
        return new Markup((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Posts fields with the token of a page.</summary>
    /// <param name="from">The page.</param>
    /// <param name="path">Where to.</param>
    /// <param name="fields">What was typed.</param>
    internal async Task<(Markup Page, string? Location)> PostAsync(string from, string path, params (string Name, string Value)[] fields)
    {
        var token = (await GetAsync(from)).Value("__RequestVerificationToken");
        return await PostWithoutTokenAsync(path, [.. fields, ("__RequestVerificationToken", token)]);
    }

    internal async Task<(Markup Page, string? Location)> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var answer = await _client.PostAsync("/jobqueue" + path, form);
        return (new Markup((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()), answer.Headers.Location?.ToString());
    }

    public void Dispose() => _client.Dispose();
}
