using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace OtelBridge.Web.Content;

/// <summary>Headings inside a message: they look like headings, and stay out of the page's own outline.</summary>
internal sealed class MarkdownHeadings : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
    {
        renderer.EnsureLine();
        renderer.Write("<p class=\"content-heading content-heading-").Write(obj.Level < 3 ? "large" : "small").Write("\">");
        renderer.WriteLeafInline(obj);
        renderer.WriteLine("</p>");
    }
}
