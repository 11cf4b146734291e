using System.Net;
using System.Text;

namespace JobQueue.Jobs.Mailing;

/// <summary>What a mail says, twice: for programs that show text, and for those that show HTML.</summary>
internal sealed record MailText(string Plain, string Html)
{
    private const string Style = "font-family:sans-serif;font-size:14px";
    private const string Cell = "padding:2px 12px 2px 0;text-align:left;vertical-align:top";

    /// <param name="headline">Said first.</param>
    /// <param name="facts">Names and values, in two columns.</param>
    /// <param name="table">Rows below them, the names of the columns first; empty for none.</param>
    /// <param name="quote">A text of others, with a line that says what it is; null for none.</param>
    internal static MailText Of(
        string headline, IReadOnlyList<MailFact> facts, IReadOnlyList<string[]> table, (string Title, string Text)? quote)
    {
        var (plain, html) = (new StringBuilder(), new StringBuilder());
        plain.Append(headline).Append("\n\n");
        html.Append($"<!DOCTYPE html><html><body style=\"{Style}\"><h2 style=\"font-size:17px\">{Encode(headline)}</h2>");
        AppendFacts(facts, plain, html);
        if (table.Count > 0)
            AppendTable(table, plain, html);
        if (quote is { } said)
        {
            plain.Append('\n').Append(said.Title).Append("\n\n").Append(said.Text).Append('\n');
            html.Append($"<p>{Encode(said.Title)}</p><pre style=\"white-space:pre-wrap\">{Encode(said.Text)}</pre>");
        }

        return new(plain.ToString(), html.Append("</body></html>").ToString());
    }

    private static void AppendFacts(IReadOnlyList<MailFact> facts, StringBuilder plain, StringBuilder html)
    {
        var width = facts.Count == 0 ? 0 : facts.Max(fact => fact.Name.Length);
        html.Append("<table>");
        foreach (var (name, value, link) in facts)
        {
            plain.Append(name.PadRight(width)).Append("  ").Append(value).Append('\n');
            if (link is not null)
                plain.Append(' ', width + 2).Append(link).Append('\n');
            var shown = link is null ? Encode(value) : $"<a href=\"{Encode(link)}\">{Encode(value)}</a>";
            html.Append($"<tr><th style=\"{Cell};font-weight:normal;color:#666\">{Encode(name)}</th><td style=\"{Cell}\">{shown}</td></tr>");
        }

        html.Append("</table>");
    }

    private static void AppendTable(IReadOnlyList<string[]> table, StringBuilder plain, StringBuilder html)
    {
        var widths = Enumerable.Range(0, table[0].Length).Select(column => table.Max(row => row[column].Length)).ToArray();
        plain.Append('\n');
        html.Append("<table>");
        foreach (var row in table)
        {
            plain.Append(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).Append('\n');
            html.Append($"<tr>{string.Concat(row.Select(cell => $"<td style=\"{Cell}\">{Encode(cell)}</td>"))}</tr>");
        }

        html.Append("</table>");
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
