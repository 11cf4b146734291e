using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.Signing;

/// <summary>Signing in with a key, and out.</summary>
internal static class SigningEndpoints
{
    private const int MostFormBytes = 4096;

    internal static void Map(IEndpointRouteBuilder pages, IEndpointRouteBuilder forms)
    {
        pages.MapRead("/login", (string? next) => SigningPage.Of(StatusCodes.Status200OK, null, next ?? "/")).Needs(Access.Anyone);
        // A stranger has no token yet: that the form is of this origin is what the doors see to.
        pages.MapPost("/login", SignInAsync).Needs(Access.Anyone).WithMetadata(new RequestSizeLimitAttribute(MostFormBytes));
        forms.MapPost("/logout", (HttpContext context, Sessions sessions) =>
        {
            sessions.End(context);
            return SeeOther.To(context, "/login");
        }).Needs(Access.Viewer);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, HostDoor door, Keyring keyring, Sessions sessions)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (key, refusal) = await door.LookAsync(context, () => keyring.Find(form["key"].ToString().Trim()));
        if (key is null)
            return SigningPage.Of(
                ((IStatusCodeHttpResult)refusal!).StatusCode!.Value, ((ProblemHttpResult)refusal!).ProblemDetails.Detail, form["next"].ToString());
        sessions.Begin(context, key);
        return SeeOther.To(context, form["next"]);
    }
}
