namespace JobQueue.Pages.Tests;

/// <summary>Texts that would do something where they are taken for more than text. Whatever comes alive sets <c>window.hit</c>, or asks elsewhere.</summary>
internal static class HostileTexts
{
    private const string Do = "window.hit=1";
    private const string Elsewhere = "https://elsewhere.invalid/";

    private static readonly string[] Payloads =
    [
        $"<script>{Do}</script>",
        $"<img src=x onerror={Do}>",
        $"<svg onload={Do}>",
        $"<svg><script>{Do}</script></svg>",
        $"<body onload={Do}>",
        $"<iframe srcdoc=\"<script>parent.{Do}</script>\"></iframe>",
        $"<a href=\"javascript:{Do}\" autofocus onfocus={Do}>x</a>",
        $"<input autofocus onfocus={Do}>",
        $"<details open ontoggle={Do}>x</details>",
        $"<video><source onerror={Do}></video>",
        $"<link rel=stylesheet href={Elsewhere}a.css>",
        $"<script src={Elsewhere}a.js></script>",
        $"<img src={Elsewhere}a.png>",
        $"<meta http-equiv=refresh content=\"0;url={Elsewhere}\">",
        $"<base href={Elsewhere}>",
        $"<form action={Elsewhere}><button>x</button></form>",
        $"<object data={Elsewhere}a.swf></object>",
        $"<style>@import '{Elsewhere}a.css'</style>",
        $"<marquee onstart={Do}>x</marquee>",
        $"<math><mtext><script>{Do}</script></mtext></math>",
        $"<template><script>{Do}</script></template>",
        $"<plaintext>",
        $"<!-- --!><script>{Do}</script>",
        $"{{{{constructor.constructor('{Do}')()}}}}",
        $"${{{Do}}}",
    ];

    // What would end the place where the text stands.
    private static readonly string[] Breaks =
    [
        "", "\"", "'", ">", "\">", "'>", "</title>", "</textarea>", "</script>", "</pre>", "</style>", "-->", "]]>", "\" autofocus x=\"", "\\\"",
        "&quot;>", "&#34;&#62;", "</option></select>", "\u2028", "<!--",
    ];

    /// <summary>500 of them.</summary>
    internal static readonly IReadOnlyList<string> All = [.. Breaks.SelectMany(end => Payloads.Select(payload => end + payload))];
}
