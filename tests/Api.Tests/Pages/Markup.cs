using System.Net;
using System.Text.RegularExpressions;

namespace JobQueue.Api.Tests.Pages;

/// <summary>A page as a browser takes it apart: what begins with a &lt; that is not escaped is an element.</summary>
internal sealed partial class Markup(int status, string html)
{
    internal int Status => status;

    internal string Html => html;

    /// <summary>All that is read: without elements, blanks as one.</summary>
    internal string Text { get; } = Blanks().Replace(WebUtility.HtmlDecode(Element().Replace(html, " ")), " ");

    /// <summary>Names of all elements.</summary>
    internal IReadOnlyList<string> Names =>
        [.. Element().Matches(html).Select(match => match.Groups["name"].Value).Where(name => name.Length > 0)];

    /// <summary>The attributes of all elements of a name.</summary>
    internal IReadOnlyList<IReadOnlyDictionary<string, string>> All(string name) =>
    [
        .. Element().Matches(html).Where(match => match.Groups["name"].Value == name).Select(match =>
            (IReadOnlyDictionary<string, string>)Attribute().Matches(match.Groups["attributes"].Value).ToDictionary(
                attribute => attribute.Groups["name"].Value, attribute => WebUtility.HtmlDecode(attribute.Groups["value"].Value))),
    ];

    /// <summary>Where forms post to, but the one that signs out.</summary>
    internal IReadOnlyList<string> Posts =>
    [
        .. All("form").Where(form => form.GetValueOrDefault("method") == "post").Select(form => form["action"])
            .Where(action => !action.EndsWith("/logout", StringComparison.Ordinal)),
    ];

    /// <summary>Where links lead.</summary>
    internal IReadOnlyList<string> Links => [.. All("a").Select(link => link["href"])];

    /// <summary>What a field of a form holds.</summary>
    internal string Value(string name) => All("input").First(input => input.GetValueOrDefault("name") == name)["value"];

    /// <summary>What a text area holds: its first line end is not of it.</summary>
    internal string Area(string name) =>
        WebUtility.HtmlDecode(
            Regex.Match(html, $"<textarea[^>]* name=\"{name}\"[^>]*>(.*?)</textarea>", RegexOptions.Singleline).Groups[1].Value)[1..];

    [GeneratedRegex("<(?:/[a-z0-9]+|!DOCTYPE html|(?<name>[a-z][a-z0-9]*)(?<attributes>(?:\\s+[^\\s=/>\"]+(?:=\"[^\"]*\")?)*)\\s*/?)>")]
    private static partial Regex Element();

    [GeneratedRegex("\\s(?<name>[^\\s=/>\"]+)(?:=\"(?<value>[^\"]*)\")?")]
    private static partial Regex Attribute();

    [GeneratedRegex("\\s+")]
    private static partial Regex Blanks();
}
