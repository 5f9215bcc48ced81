using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace OtelBridge.Web.Content;

/// <summary>Code inside a message, with its language and a button that copies it.</summary>
internal sealed class MarkdownCode : HtmlObjectRenderer<CodeBlock>
{
    private const int MaxLanguageLength = 30;

    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"content-code\"><div class=\"content-code-bar\"><span>");
        var language = (obj as FencedCodeBlock)?.Info ?? "";
        renderer.WriteEscape(language[..TextCut.End(language, MaxLanguageLength)]);
        renderer.Write("</span><ob-copy of=\".content-code pre\" name=\"Copy code\"></ob-copy></div><pre tabindex=\"0\"><code>");
        renderer.WriteLeafRawLines(obj, true, true);
        renderer.WriteLine("</code></pre></div>");
    }
}
