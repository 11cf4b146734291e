using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace Gallery.Web;

/// <summary>Signs anybody in by any name, without a password: this is a sample. "admin" is the operator.</summary>
internal static class SignIn
{
    internal const string Operators = "operators";
    internal const string OperatorRole = "operator";

    private const string OperatorName = "admin";
    private const int MostNameCharacters = 40;

    internal static void AddSignIn(this WebApplicationBuilder builder)
    {
        var keys = Path.Combine(GalleryFolder.PathOf(GalleryBuilder.Options(builder).Folder, builder.Environment), "keys");
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(keys)).SetApplicationName("Gallery");
        builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "gallery";
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Events.OnRedirectToLogin = context => Refuse(context, StatusCodes.Status401Unauthorized);
            cookie.Events.OnRedirectToAccessDenied = context => Refuse(context, StatusCodes.Status403Forbidden);
        });
        builder.Services.AddAuthorizationBuilder().AddPolicy(Operators, policy => policy.RequireRole(OperatorRole));
    }

    internal static void MapSignIn(this IEndpointRouteBuilder app)
    {
        app.MapPost("/signin", (Delegate)SignInAsync);
        app.MapPost("/signout", (Delegate)SignOutAsync);
    }

    private static async Task<IResult> SignInAsync(HttpContext context)
    {
        var name = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync())["name"].ToString() : "";
        if (name.Length is 0 or > MostNameCharacters || !name.All(char.IsAsciiLetterOrDigit))
            return Results.Text($"A name has 1 to {MostNameCharacters} letters and digits.", statusCode: StatusCodes.Status400BadRequest);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], CookieAuthenticationDefaults.AuthenticationScheme);
        if (name == OperatorName)
            identity.AddClaim(new Claim(ClaimTypes.Role, OperatorRole));
        await context.SignInAsync(new ClaimsPrincipal(identity));
        return new SeeOther("/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync();
        return new SeeOther("/");
    }

    // A page is left for the sign-in; everything else is told by its status.
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
            context.Response.Redirect("/signin");
        else
            context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
