using System.Globalization;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace JobQueue.Api.Pages.Crontab;

/// <summary>The crontabs, line by line; and, where that is switched on, an editor of them for admins.</summary>
internal static class CrontabPages
{
    // The largest crontab that is edited here, as a form spells it.
    private const int MostFormBytes = 4 * CrontabEditor.MostBytes;

    internal static void Map(IEndpointRouteBuilder pages, IEndpointRouteBuilder forms)
    {
        pages.MapRead("/crontab", GetAsync).Needs(Access.Viewer);
        pages.MapRead("/crontab/edit", OpenAsync).Needs(Access.Admin);
        forms.MapPost("/crontab/edit", SaveAsync).Needs(Access.Admin).WithMetadata(new RequestSizeLimitAttribute(MostFormBytes));
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, CrontabLoader loader, Ledger ledger, Recurring recurring, IOptions<JobQueueOptions> options, string? file) =>
        CrontabPage.Of(
            await CrontabView.ReadAsync(
                loader, ledger, recurring, string.IsNullOrEmpty(file) ? null : file, Number(context, "page"), Number(context, "line")),
            options.Value.EditCrontab);

    private static async Task<IResult> OpenAsync(CrontabEditor editor, IOptions<JobQueueOptions> options, string? file)
    {
        if (!options.Value.EditCrontab)
            return SwitchedOff();
        var (open, fault) = await editor.OpenAsync(file ?? "");
        return open is null ? CannotBeEdited(fault) : EditorPage.Of(open, open.Text, await editor.CheckAsync(open.File, open.Text));
    }

    private static async Task<IResult> SaveAsync(HttpContext context, CrontabEditor editor, IOptions<JobQueueOptions> options)
    {
        if (!options.Value.EditCrontab)
            return SwitchedOff();
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        // Browsers end the lines of what was typed with CR and LF (HTML, 4.10.22.4).
        var (file, text) = (form["file"].ToString(), form["text"].ToString().Replace("\r\n", "\n", StringComparison.Ordinal));
        var (open, fault) = await editor.OpenAsync(file);
        if (open is null)
            return CannotBeEdited(fault);
        if (form.ContainsKey("check"))
            return EditorPage.Of(open with { Hash = form["hash"].ToString() }, text, await editor.CheckAsync(file, text));
        var saved = await editor.SaveAsync(file, text, form["hash"].ToString(), Caller.Of(context).Who);
        return saved.Refusal switch
        {
            null => SeeOther.To(context, "/crontab" + QueryText.Of(("file", file))),
            SaveRefusal.Faults => EditorPage.Of(
                open with { Hash = form["hash"].ToString() }, text, saved.Check!, StatusCodes.Status400BadRequest),
            SaveRefusal.Changed => EditorPage.OfConflict(saved.Found!, text, saved.Check!),
            _ => CannotBeEdited(saved.Fault),
        };
    }

    private static PageResult SwitchedOff() => ErrorPage.Of(
        StatusCodes.Status404NotFound, "Not found", "Crontabs are edited here only where JobQueue:EditCrontab is true.");

    private static PageResult CannotBeEdited(string? fault) =>
        ErrorPage.Of(StatusCodes.Status409Conflict, "It cannot be edited here", fault);

    private static int? Number(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name].ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
