using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using JobQueue.Api.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Keys;

namespace JobQueue.Host.CommandLine;

/// <summary><c>jobqueue key</c>: who may call the server.</summary>
internal static partial class KeyCommand
{
    internal const string Name = "key";

    private static readonly Column<JsonElement>[] Columns =
    [
        new("NAME", key => key.Text("name"), LeastWidth: 8),
        new("ROLE", key => key.Text("role")),
        new("ID", key => key.Text("publicId")),
        new("SOURCE", key => key.Text("source")),
        new("CREATED", key => InstantText.In("UTC", key.Text("created"))),
        new("LAST USED", key => InstantText.In("UTC", key.Text("lastUsed"))),
    ];

    internal static Verb Create()
    {
        var verb = new Verb(Name, "Make, show and revoke the keys of the server", "jobqueue key add anna --role admin", "jobqueue key list");
        verb.Add(Add());
        verb.Add(List());
        verb.Add(Revoke());
        return verb;
    }

    private static Verb Add()
    {
        var verb = new Verb(
            "add", "Make a key, which is shown this once", "jobqueue key add anna --role admin", "jobqueue key add ci --role operator --print-only");
        var name = verb.With(NameArgument());
        var role = verb.With(Verb.Text("--role", "ROLE", $"{string.Join(", ", Word.All<Role>())}: what it may do"));
        role.Required = true;
        role.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is { } said && !Word.TryParse<Role>(said, out _))
                result.AddError($"--role: found \"{said}\", expected one of {string.Join(", ", Word.All<Role>())}");
        });
        var onlyPrints = verb.With(new Option<bool>("--print-only") { Description = "Store nothing; print the key, and the settings that let it in" });
        verb.Validators.Add(result =>
        {
            if (result.GetValue(onlyPrints) && result.GetValue(name) is { } said && !OfVariable().IsMatch(said))
                result.AddError($"found the name \"{ScreenText.Harmless(said)}\", expected letters, digits and single _ for --print-only: it is part of a variable's name");
        });
        var place = new KeyPlace(verb);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var (called, may) = (parsed.GetRequiredValue(name), parsed.GetRequiredValue(role));
            if (parsed.GetValue(onlyPrints))
                return (int)Print(called, may, parsed.InvocationConfiguration.Output);
            var document = new JsonObject { ["name"] = called, ["role"] = may };
            return (int)await place.CallAsync(
                parsed,
                api => api.SendAsync(HttpMethod.Post, "keys", document, cancellationToken),
                keys => keys.AddAsync(called, Word.Parse<Role>(may)),
                answer => parsed.InvocationConfiguration.Output.WriteLine(answer.Document?.Text("key")),
                mayMake: true);
        });
        return verb;
    }

    private static Verb List()
    {
        var verb = new Verb("list", "Show the keys, without their secrets", "jobqueue key list", "jobqueue key list --output json");
        var format = verb.With(OutputOption.Create());
        var place = new KeyPlace(verb);
        verb.SetAction(async (parsed, cancellationToken) => (int)await place.CallAsync(
            parsed,
            api => api.GetAsync("keys", cancellationToken),
            keys => keys.ListAsync(),
            answer => Print(answer, parsed.GetValue(format), parsed.InvocationConfiguration.Output)));
        return verb;
    }

    private static Verb Revoke()
    {
        var verb = new Verb("revoke", "End a key, and the sessions that were begun with it", "jobqueue key revoke anna");
        var name = verb.With(NameArgument());
        var place = new KeyPlace(verb);
        verb.SetAction(async (parsed, cancellationToken) =>
        {
            var called = parsed.GetRequiredValue(name);
            return (int)await place.CallAsync(
                parsed,
                api => api.SendAsync(HttpMethod.Delete, $"keys/{Uri.EscapeDataString(called)}", null, cancellationToken),
                keys => keys.RevokeAsync(called),
                _ => parsed.InvocationConfiguration.Output.WriteLine($"revoked {called}"));
        });
        return verb;
    }

    private static Argument<string> NameArgument()
    {
        var name = new Argument<string>("NAME") { Description = "Under which the events tell who did what" };
        name.Validators.Add(result =>
        {
            if (result.Tokens.SingleOrDefault()?.Value is { } said && !KeyName.IsValid(said))
                result.AddError($"found the name \"{ScreenText.Harmless(said)}\", expected {KeyName.Expected}");
        });
        return name;
    }

    // Two _ are a colon; a shell and systemd take no other characters.
    [GeneratedRegex("^[A-Za-z0-9]+(_[A-Za-z0-9]+)*$")]
    private static partial Regex OfVariable();

    private static ExitCode Print(string name, string role, TextWriter output)
    {
        var key = ApiKey.New();
        output.WriteLine(key.Text);
        output.WriteLine($"JobQueue__Keys__{name}__Hash={KeyHash.Of(key)}");
        output.WriteLine($"JobQueue__Keys__{name}__Role={role}");
        return ExitCode.Done;
    }

    private static void Print(ApiAnswer answer, OutputFormat format, TextWriter output)
    {
        if (answer.Document is not { } document)
            return;
        if (format == OutputFormat.Json)
            output.WriteLine(document.Indented());
        else
            Table.Print([.. document.Field("items")?.Items() ?? []], Columns, output);
    }
}
