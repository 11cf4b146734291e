using System.Threading.RateLimiting;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.FileProviders;

namespace JobQueue.Api.Tests.InProcess;

/// <summary>An app with one endpoint of every kind that meets a server differently.</summary>
internal static class ConformanceEndpoints
{
    private static readonly string Site = Path.Combine(AppContext.BaseDirectory, "InProcess", "Site");
    internal static readonly AsyncLocal<string?> Ambient = new();
    private static int _served;

    internal static void Add(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        builder.Configuration.AddInMemoryCollection([new("JobQueue:Users:boss:Roles:0", "admin")]);
        services.AddHttpContextAccessor();
        services.AddAuthentication("Test").AddScheme<AuthenticationSchemeOptions, TestScheme>("Test", null)
            .AddScheme<AuthenticationSchemeOptions, TestScheme>("Other", null)
            .AddCookie("Cookies");
        services.AddAuthorization(options => options.AddPolicy("admins", policy => policy.RequireRole("admin")));
        services.AddAntiforgery();
        services.AddRateLimiter(options => options.AddPolicy("none", _ => RateLimitPartition.Get("none", _ => new Refusing())));
        services.AddOutputCache();
        services.AddControllers();
        services.AddRazorPages(options => options.RootDirectory = "/InProcess/Pages");
        services.AddScoped<Disposables>();
        services.AddHttpsRedirection(options => options.HttpsPort = 443);
        services.AddSingleton<Signals>();
    }

    internal static void Map(WebApplication app)
    {
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/handled"), b => b.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = c => c.Response.WriteAsync("handled"),
        }));
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/pages"), b => b.UseStatusCodePages());
        app.UseWhen(c => c.Request.Path.StartsWithSegments("/secure"), b => b.UseHttpsRedirection());
        app.UsePathBase("/base");
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(Site), RequestPath = "/site" });
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        app.UseOutputCache();
        MapBodies(app);
        MapEnds(app);
        MapContexts(app);
        MapGuards(app);
        app.MapControllers();
        app.MapRazorPages();
        app.MapFallback("/fall/{**rest}", (HttpContext c) => $"fallback {c.Request.Path}");
    }

    private static void MapBodies(WebApplication app)
    {
        app.MapPost("/json", (Order order) => new { order.Product, Count = order.Count + 1 });
        app.MapPost("/form", async (HttpRequest request) => string.Join('&', (await request.ReadFormAsync()).Select(f => $"{f.Key}={f.Value}")));
        app.MapPost("/upload", async (IFormFile file) => $"{file.FileName} {file.Length} {await new StreamReader(file.OpenReadStream()).ReadToEndAsync()}")
            .DisableAntiforgery();
        app.MapGet("/empty", () => Results.NoContent());
        app.MapGet("/same", (HttpContext c) =>
        {
            c.Response.Headers.ETag = "\"1\"";
            return Results.StatusCode(304);
        });
        app.MapMethods("/head", ["HEAD", "GET"], (HttpContext c) => c.Response.WriteAsync("not for HEAD"));
        app.MapGet("/mega", async (HttpContext c) =>
        {
            for (var i = 0; i < 64; i++)
                await c.Response.Body.WriteAsync(new byte[16 * 1024]);
        });
        app.MapGet("/three-mega", (HttpContext c) => c.Response.Body.WriteAsync(new byte[3 * 1024 * 1024]).AsTask());
        app.MapGet("/flush", async (HttpContext c) =>
        {
            await c.Response.WriteAsync("first ");
            await c.Response.Body.FlushAsync();
            await c.Response.WriteAsync($"started {c.Response.HasStarted}");
        });
        app.MapGet("/pipe", async (HttpContext c) =>
        {
            "pipe "u8.CopyTo(c.Response.BodyWriter.GetSpan(5));
            c.Response.BodyWriter.Advance(5);
            await c.Response.WriteAsync($"started {c.Response.HasStarted}");
        });
        app.MapGet("/file", (HttpContext c) => c.Response.SendFileAsync(Path.Combine(Site, "hello.txt")));
        app.MapGet("/large-header", (HttpContext c) => c.Response.Headers["X-Echo"] = c.Request.Headers["X-Large"]);
        app.MapPost("/bind/{id}", (int id, [FromQuery] string q, [FromHeader(Name = "X-H")] string h, [FromBody] Order order, Signals signals, CancellationToken t) =>
            new { id, q, h, order, service = signals is not null, t.CanBeCanceled });
        app.MapGet("/bind/{id}", (int id) => id);
        app.MapPost("/read", async (HttpContext c) => $"{c.Request.ContentLength}:{await new StreamReader(c.Request.Body).ReadToEndAsync()}");
    }

    private static void MapEnds(WebApplication app)
    {
        app.MapGet("/redirect", () => Results.Redirect("/elsewhere"));
        app.MapGet("/secure/x", () => "secure");
        app.MapGet("/throw", string () => throw new InvalidOperationException("no luck"));
        app.MapGet("/handled/throw", string () => throw new InvalidOperationException("no luck"));
        app.MapGet("/pages/missing", () => Results.NotFound());
        app.MapGet("/throw-late", async (HttpContext c) =>
        {
            await c.Response.WriteAsync("begun");
            await c.Response.Body.FlushAsync();
            throw new InvalidOperationException("too late");
        });
        app.MapGet("/problem", () => Results.Problem("the report is being written", statusCode: StatusCodes.Status409Conflict));
        app.MapGet("/bad", string () => throw new BadHttpRequestException("too large", StatusCodes.Status413PayloadTooLarge));
        app.MapGet("/abort", (HttpContext c) => c.Abort());
        app.MapGet("/wait", (CancellationToken aborted, Signals signals) => signals.WaitAsync(aborted));
        app.MapGet("/deaf", (Signals signals) => signals.WaitAsync(CancellationToken.None));
        app.MapGet("/starting", (HttpContext c) =>
        {
            c.Response.OnStarting(() => Task.FromResult(c.Response.Headers["X-Order"] = c.Response.Headers["X-Order"] + "1"));
            c.Response.OnStarting(() => Task.FromResult(c.Response.Headers["X-Order"] = "2"));
        });
        app.MapGet("/forged", (HttpContext c, string? name, string? value, string? at) =>
        {
            if (at == "start")
                c.Response.OnStarting(() => Task.FromResult(c.Response.Headers[name ?? "X-A"] = value));
            else
                c.Response.Headers[name ?? "X-A"] = value;
            return at == "write" ? Results.Text("written") : Results.Empty;
        });
        app.MapGet("/completed", (HttpContext c, Signals signals) => c.Response.OnCompleted(() => Task.FromResult(signals.Completed.TrySetResult())));
        app.MapGet("/dispose", (Disposables disposables) => disposables.Name);
        app.MapGet("/dispose-late", (HttpContext c, Signals signals) => c.Response.RegisterForDisposeAsync(signals));
    }

    private static void MapContexts(WebApplication app)
    {
        app.MapGet("/accessor", (HttpContext c, IHttpContextAccessor accessor) => $"{ReferenceEquals(accessor.HttpContext, c)}");
        app.MapGet("/nested", async (HttpContext c, ISender sender, IHttpContextAccessor accessor) =>
        {
            var inner = await sender.SendAsync(Requests.Attempt("GET /bind/7"), default);
            return $"{Requests.Text(inner)} {ReferenceEquals(accessor.HttpContext, c)}";
        });
        app.MapGet("/ambient", () =>
        {
            var before = Ambient.Value;
            Ambient.Value = "left behind";
            return before ?? "clean";
        });
        app.MapGet("/url/{*rest}", (HttpContext c, string? rest) => $"{c.Request.GetEncodedUrl()} {c.Request.Path.Value} {rest} {c.Request.PathBase}");
        app.MapGet("/target/{*rest}", (HttpContext c) => $"{c.Request.QueryString} {c.Features.Get<IHttpRequestFeature>()!.RawTarget}");
        app.MapGet("/query", (string[] k, HttpContext c) => $"{string.Join('+', k)} {c.Request.QueryString}");
        app.MapGet("/slash/", (HttpContext c) => c.Request.Path.Value);
        app.MapGet("/run", (HttpContext c) => c.GetJobRun()?.ToString() ?? "not a run");
        app.MapGet("/trace-id", (HttpContext c) => c.TraceIdentifier);
        app.MapGet("/reserved", (HttpContext c) => string.Join(',', c.Request.Headers.Keys.Where(RunHeaders.IsReserved).Order()));
        app.MapGet("/lifetime", (HttpContext c) => $"{c.RequestAborted.CanBeCanceled} {c.Request.Protocol} {c.Connection.RemoteIpAddress}");
    }

    private static void MapGuards(WebApplication app)
    {
        app.MapGet("/who", (HttpContext c) => c.User.Identity!.Name ?? "nobody");
        app.MapGet("/private", [Authorize] (HttpContext c) => c.User.Identity!.Name);
        app.MapGet("/admins", [Authorize("admins")] (HttpContext c) => c.User.Identity!.Name);
        app.MapGet("/other", [Authorize(AuthenticationSchemes = "Other")] (HttpContext c) => c.User.Identity!.Name);
        app.MapGet("/login", [Authorize(AuthenticationSchemes = "Cookies")] () => "in");
        app.MapPost("/antiforgery", ([FromForm] string a) => a);
        app.MapPost("/exempt", ([FromForm] string a) => a).DisableAntiforgery();
        app.MapGet("/token", (HttpContext c, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(c).FormFieldName);
        app.MapGet("/limited", () => "through").RequireRateLimiting("none");
        app.MapGet("/cached", () => $"{Interlocked.Increment(ref _served)}").CacheOutput();
    }

    private sealed class Refusing : RateLimiter
    {
        public override TimeSpan? IdleDuration => null;

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(new Lease());

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease();
    }

    private sealed class Lease : RateLimitLease
    {
        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
