using System.Text;
using System.Text.Unicode;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler.Requests;

namespace JobQueue.Api.Pages.New;

/// <summary>A run's request, to be edited and sent once more.</summary>
/// <param name="Form">The form, filled in.</param>
/// <param name="LeftOut">What was not filled in, and why.</param>
internal sealed record ReplayedForm(NewForm Form, IReadOnlyList<string> LeftOut)
{
    // A one-time job has none of these, and the name stays the original's.
    private static readonly string[] NotOfReplays = ["name", "timeZone", "jitter", "conditional", "catchUp", "overlap"];

    internal static ReplayedForm Of(Run run, Caller caller, string id)
    {
        var leftOut = new List<string>();
        var request = run.Request;
        var sent = request.Headers.Where(field => !RunHeaders.IsReserved(field.Key)).ToList();
        foreach (var name in sent.Where(field => !IsFilledIn(field)).Select(field => field.Key))
            leftOut.Add($"The header {name}: {(IsTaken(name) ? "its value is redacted" : "jobs of the API may not send it")}.");
        var isText = IsText(request.Body.Span, out var body);
        var isRedacted = isText && body.Contains(Redaction.Mark, StringComparison.Ordinal);
        if (isRedacted)
            leftOut.Add("The body: a part of it is redacted.");
        var mayName = caller.Role == Role.Admin || request.User == caller.Name;
        if (!mayName && request.User is { } user)
            leftOut.Add($"The user {user}: only an admin may have a job run as another.");
        var form = new NewForm
        {
            Id = id,
            When = "now",
            Method = request.Method,
            Uri = request.Uri,
            Headers = HeaderLines.Print(sent.Where(IsFilledIn)),
            Body = isRedacted ? "" : isText ? body : Convert.ToBase64String(request.Body.Span),
            IsBase64 = !isText,
            User = mayName ? request.User ?? "" : "",
            Policy = PolicyOptions.All.Where(option => !NotOfReplays.Contains(option.Json))
                .ToDictionary(option => option.Json, option => Said(option, run.Policy)),
        };
        return new ReplayedForm(form, leftOut);
    }

    private static string Said(PolicyOption option, JobPolicy policy) =>
        option.Print(policy) is { } value && value != option.Print(JobPolicy.Default) ? value : "";

    private static bool IsTaken(string name) => RequestHeader.NameRefusal(name) is null;

    private static bool IsFilledIn(KeyValuePair<string, string> field) =>
        IsTaken(field.Key) && !field.Value.Contains(Redaction.Mark, StringComparison.Ordinal);

    // A browser would change the ends of its lines.
    private static bool IsText(ReadOnlySpan<byte> body, out string text)
    {
        text = Utf8.IsValid(body) ? Encoding.UTF8.GetString(body) : "";
        return Utf8.IsValid(body) && !text.Any(character => char.IsControl(character) && character is not ('\n' or '\t'));
    }
}
