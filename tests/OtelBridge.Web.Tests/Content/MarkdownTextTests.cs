using System.Text.RegularExpressions;
using OtelBridge.Web.Content;

namespace OtelBridge.Web.Tests.Content;

public sealed partial class MarkdownTextTests
{
    // All that may ever stand in the markup of a message.
    private static readonly string[] Known =
    [
        "p", "br", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a", "img", "table", "thead", "tbody", "tr", "th", "td", "div", "span", "ob-copy", "sup", "sub",
    ];

    private static readonly string[] KnownAttributes = ["class", "href", "target", "rel", "src", "alt", "loading", "of", "name", "tabindex", "start"];

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "a <b onmouseover=alert(1)>b</b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](\u0001javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](vbscript:msgbox(1))",
        "[x](file:///etc/passwd)",
        "[x](//evil.example/x)",
        "[x](http://a.example/\" onclick=\"alert(1))",
        "[x](<http://a.example/'\"><script>alert(1)</script>>)",
        "[x](http://a.example \"t\" onclick=\"alert(1)\")",
        "[r]\n\n[r]: javascript:alert(1) \"x\"",
        "<javascript:alert(1)>",
        "<http://a.example/\"onclick=alert(1)>",
        "![x](http://evil.example/pixel.png)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml;base64,PHN2Zy8+)",
        "![\" onerror=\"alert(1)](data:image/png;base64,AAAA)",
        "![x](data:image/png;base64,AAAA\"onerror=alert(1))",
        "```\" onclick=\"alert(1)\n</code></pre><script>alert(1)</script>\n```",
        "```<script>\nx\n```",
        "`</code><script>alert(1)</script>`",
        "# <script>alert(1)</script> {onclick=alert(1)}",
        "| a | b |\n|:-:|--:|\n| <script>alert(1)</script> | [x](javascript:alert(1)) |",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><script>alert(1)</script>",
        "<style>@import 'http://evil.example/x.css';</style>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<iframe src=http://evil.example></iframe><base href=http://evil.example>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "http://a.example/<script>alert(1)</script>",
        "~~<script>~~ **<img src=x onerror=alert(1)>** \u202e<script>",
        "[![x](http://evil.example/p.png)](javascript:alert(1))",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Render_HostileText_HasOnlyKnownElementsAndAddresses(string text)
    {
        var markup = MarkdownText.Render(text).ShouldNotBeNull().Value;

        foreach (Match tag in Tags().Matches(markup))
        {
            Known.ShouldContain(tag.Groups["name"].Value, markup);
            foreach (Match attribute in Attributes().Matches(tag.Groups["attributes"].Value))
            {
                var (name, value) = (attribute.Groups["name"].Value, attribute.Groups["value"].Value);
                KnownAttributes.ShouldContain(name, markup);
                if (name == "href")
                {
                    value.ShouldMatch("^(https?://|mailto:)", markup);
                }

                if (name == "src")
                {
                    value.ShouldMatch("^data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*$", markup);
                }
            }

            Attributes().Replace(tag.Groups["attributes"].Value, "").Trim(' ', '/').ShouldBe("", markup); // nothing but attributes in quotes
        }

        Tags().Replace(markup, "").ShouldNotContain("<");
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a_")]
    [InlineData("`")]
    [InlineData("<")]
    [InlineData("(")]
    [InlineData("[x](")]
    [InlineData("| ")]
    [InlineData("a|b\n-|-\n")]
    [InlineData("1. ")]
    [InlineData("[a]: b\n")]
    [InlineData("~~*")]
    [InlineData("http://a.example ")]
    [InlineData("&#x")]
    [InlineData("\\")]
    public async Task Render_OneThingOverAndOver_ComesToAnEnd(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, ContentLimits.Text / piece.Length));

        await Task.Run(() => MarkdownText.Render(text)).WaitAsync(TimeSpan.FromSeconds(60)); // generous: what is meant is that it ends
    }

    [Fact]
    public void Render_WhatPeopleWrite_LooksLikeIt()
    {
        var markup = MarkdownText.Render("# Title\n\n**bold** and `code`\nnext line\n\n```csharp\nvar x = 1 < 2;\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nsee https://a.example/x")!.Value.Value;

        markup.ShouldContain("<strong>bold</strong>");
        markup.ShouldContain("<code>code</code><br");
        markup.ShouldContain("<span>csharp</span>");
        markup.ShouldContain("var x = 1 &lt; 2;");
        markup.ShouldContain("<th>a</th>");
        markup.ShouldContain("href=\"https://a.example/x\"");
        markup.ShouldNotContain("<h1");
        markup.ShouldNotContain("style=");
    }

    [Fact]
    public void Render_LongText_IsLeftToOthers() => MarkdownText.Render(new string('x', ContentLimits.Text + 1)).ShouldBeNull();

    [GeneratedRegex("""</?(?<name>[A-Za-z][A-Za-z0-9-]*)(?<attributes>(?:[^>"]|"[^"]*")*)>""")]
    private static partial Regex Tags();

    [GeneratedRegex(" (?<name>[a-zA-Z-]+)=\"(?<value>[^\"]*)\"")]
    private static partial Regex Attributes();
}
