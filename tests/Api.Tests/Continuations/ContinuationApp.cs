using System.Net;
using System.Security.Claims;
using System.Text.Json;
using JobQueue.Api.Tests.InProcess;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace JobQueue.Api.Tests.Continuations;

/// <summary>An app whose endpoints of every kind may answer later: they say who called, and what came.</summary>
internal static class ContinuationApp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    internal static Task<LibraryApp> StartAsync(
        Action<WebApplication>? map = null, Action<WebApplicationBuilder>? add = null, string? pathBase = null) =>
        LibraryApp.StartAsync("", app => Map(app, map, pathBase), builder =>
        {
            Add(builder);
            add?.Invoke(builder);
        });

    internal static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication("Cookies").AddCookie("Cookies", options => options.Cookie.SecurePolicy = CookieSecurePolicy.None)
            .AddScheme<AuthenticationSchemeOptions, TestScheme>("Test", null)
            .AddScheme<AuthenticationSchemeOptions, TestScheme>("Other", null);
        builder.Services.AddAuthorization();
        builder.Services.AddAntiforgery();
        builder.Services.AddControllersWithViews();
        builder.Services.AddRazorPages(options => options.RootDirectory = "/Continuations/Pages");
    }

    internal static void Map(WebApplication app, Action<WebApplication>? map, string? pathBase)
    {
        if (pathBase is not null)
            app.UsePathBase(pathBase);
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapGet("/sign-in/{name}", (string name, HttpContext context) => context.SignInAsync("Cookies", Somebody(name)));
        app.MapGet("/token", (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken);
        app.MapPost("/later", (HttpContext context, CancellationToken _) => EchoAsync(context, null)).AllowRespondAsync();
        app.MapPost("/form", ([FromForm] string item, HttpContext context) => EchoAsync(context, item)).AllowRespondAsync();
        app.MapPost("/cookies", [Authorize] (HttpContext context, CancellationToken _) => EchoAsync(context, null)).AllowRespondAsync();
        app.MapPost("/other", [Authorize(AuthenticationSchemes = "Other")] (HttpContext context, CancellationToken _) =>
            EchoAsync(context, null)).AllowRespondAsync();
        app.MapPost("/several", [Authorize(AuthenticationSchemes = "Cookies,Test")] (HttpContext context, CancellationToken _) =>
            EchoAsync(context, null)).AllowRespondAsync();
        app.MapPost("/admins", [Authorize(AuthenticationSchemes = "Other", Roles = "admin")] (
            HttpContext context, CancellationToken _) => EchoAsync(context, null))
            .AllowRespondAsync();
        map?.Invoke(app);
        app.MapControllers().AllowRespondAsync();
        app.MapRazorPages().AllowRespondAsync();
        app.MapJobQueue();
    }

    /// <summary>Who calls, by what, with which body.</summary>
    internal static async Task<string> EchoAsync(HttpContext context, string? item)
    {
        context.Response.Headers["X-Answer"] = "yes";
        var body = item ?? await new StreamReader(context.Request.Body).ReadToEndAsync();
        var who = string.Join('+', context.User.Identities.Where(i => i.IsAuthenticated).Select(i => $"{i.AuthenticationType}:{i.Name}"));
        return $"{who} {(context.GetJobRun() is null ? "now" : "later")} {context.Request.PathBase}|{context.Request.Path}{context.Request.QueryString} {body}";
    }

    internal static Task<HttpResponseMessage> PostAsync(
        this HttpClient client, string path, string body, string prefer, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        request.Headers.TryAddWithoutValidation("Prefer", prefer);
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    /// <summary>What is at the address of a 202 when there is an answer.</summary>
    internal static async Task<JsonElement> AnsweredAsync(this HttpClient client, HttpResponseMessage accepted, params (
        string Name, string Value)[] fields)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        JsonElement state;
        do
            state = JsonSerializer.Deserialize<JsonElement>(await (await client.GetAsync(
                accepted.Headers.Location!, fields)).Content.ReadAsStringAsync());
        while (state.GetProperty("response").ValueKind == JsonValueKind.Null && await poll.WaitForNextTickAsync(limit.Token));
        return state;
    }

    internal static async Task<string> AnswerAsync(this HttpClient client, HttpResponseMessage accepted, params (
        string Name, string Value)[] fields)
    {
        Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
        var state = await client.AnsweredAsync(accepted, fields);
        var answer = await client.GetAsync(new Uri(state.GetProperty("response").GetProperty("url").GetString(
            )!, UriKind.Relative), fields);
        Assert.AreEqual("yes", answer.Headers.GetValues("X-Answer").Single());
        return await answer.Content.ReadAsStringAsync();
    }

    internal static Task<HttpResponseMessage> GetAsync(this HttpClient client, Uri uri, (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, uri);
        foreach (var (name, value) in fields)
            request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }

    private static ClaimsPrincipal Somebody(string name) =>
        new(new ClaimsIdentity([new(ClaimTypes.Name, name), new(ClaimTypes.Role, "clerk")], "password"));
}
