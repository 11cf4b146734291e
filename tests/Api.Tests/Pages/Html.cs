using System.Net;
using System.Text.RegularExpressions;

namespace JobQueue.Api.Tests.Pages;

/// <summary>A page as a browser takes it apart: elements with their attributes, and text.</summary>
internal sealed partial class Html
{
    private Html(string source)
    {
        Preformatted = [.. Pre().Matches(source).Select(pre => WebUtility.HtmlDecode(pre.Groups["text"].Value))];
        Elements = [.. Tag().Matches(source).Select(tag => new Element(
            tag.Groups["name"].Value,
            Attribute().Matches(tag.Groups["attributes"].Value)
                .GroupBy(attribute => attribute.Groups["name"].Value)
                .ToDictionary(group => group.Key, group => WebUtility.HtmlDecode(group.First().Groups["value"].Value))))];
        Text = Blanks().Replace(WebUtility.HtmlDecode(AnyTag().Replace(source, " ")), " ");
    }

    internal IReadOnlyList<Element> Elements { get; }

    /// <summary>What stands between the elements, with one blank for several.</summary>
    internal string Text { get; }

    /// <summary>What stands in each <c>pre</c>.</summary>
    internal IReadOnlyList<string> Preformatted { get; }

    internal static async Task<Html> OfAsync(HttpResponseMessage answer) => new(await answer.Content.ReadAsStringAsync());

    internal IEnumerable<Element> Named(string name) => Elements.Where(element => element.Name == name);

    /// <summary>The token that the forms of the page carry.</summary>
    internal string Token => Named("input").First(input => input["name"] == "__RequestVerificationToken")["value"]!;

    internal sealed record Element(string Name, IReadOnlyDictionary<string, string> Attributes)
    {
        internal string? this[string attribute] => Attributes.GetValueOrDefault(attribute);
    }

    // The renderer quotes every value: a tag ends at the first > outside of quotes.
    [GeneratedRegex("""<(?<name>[a-zA-Z][^\s/>]*)(?<attributes>(?:[^>"]|"[^"]*")*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<name>[^\s"=/]+)(?:="(?<value>[^"]*)")?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""</?[a-zA-Z!](?:[^>"]|"[^"]*")*>""")]
    private static partial Regex AnyTag();

    [GeneratedRegex("<pre[^>]*>(?<text>.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Pre();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
