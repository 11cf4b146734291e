using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class LinkFieldTests
{
    [TestMethod]
    // Field, where its next leads
    [DataRow("</orders?page=2>; rel=\"next\"", "/orders?page=2")]
    [DataRow("</orders?page=2>;rel=next", "/orders?page=2")]
    [DataRow("< /a b >; rel=next", "/a b")]
    [DataRow("</1>; rel=prev, </3>; rel=next", "/3")]
    [DataRow("</1>; rel=\"first prev\", </3>; title=\"a, b; <c>\"; rel=\"last next\"", "/3")]
    [DataRow("</3>; REL=\"NEXT\"", "/3")]
    [DataRow("</3>; rel=prev; rel=next", null)]
    [DataRow("</3>; rel=next; anchor=\"/other\"", null)]
    [DataRow("</3>; title=\"say \\\"next\\\"\"; rel=\"n\\ext\"", "/3")]
    [DataRow("</a,b>; rel=next", "/a,b")]
    [DataRow("<>; rel=next", "")]
    [DataRow("</3>; rel=nextone", null)]
    [DataRow("</3>", null)]
    [DataRow("</3; rel=next", null)]
    [DataRow("</3>; rel=\"next", "/3")]
    [DataRow("</3>; =; ==; rel=next", "/3")]
    [DataRow("</x.css>; rel=preload; as=", null)]
    [DataRow("</3>; rel=", null)]
    [DataRow("</3>; rel=next; as=", "/3")]
    [DataRow("</1>; rel=, </3>; rel=next", "/3")]
    [DataRow("</3>;==", null)]
    [DataRow("rel=next", null)]
    [DataRow("", null)]
    public void Target_OfNext_IsTheFirstLinkWithThatRelation(string field, string? expected)
    {
        var response = new Response { Status = 200, Headers = [new("link", field)] };

        Assert.AreEqual(expected, LinkField.Target(response, "next"));
    }

    [TestMethod]
    public void Target_SeveralFields_AreOneList()
    {
        var response = new Response { Status = 200, Headers = [new("Link", "</1>; rel=prev"), new("Link", "</3>; rel=next")] };

        Assert.AreEqual("/3", LinkField.Target(response, "next"));
    }

    [TestMethod]
    public void Target_WhateverIsWritten_IsAPartOfItOrNothing()
    {
        string[] pieces = ["<", ">", ";", ",", "=", "\"", "\\", " ", "rel", "next"];
        var fields = Enumerable.Range(0, 5).Aggregate<int, IEnumerable<string>>(
            ["", "</3>;", "</3>;rel=next;"], (fields, _) => fields.SelectMany(field => pieces.Select(piece => field + piece).Prepend(field)));

        Assert.IsEmpty(fields.Where(field =>
            LinkField.Target(new Response { Status = 200, Headers = [new("Link", field)] }, "next") is { } target && !field.Contains(target)));
    }
}
