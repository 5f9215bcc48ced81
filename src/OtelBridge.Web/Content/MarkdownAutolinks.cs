using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace OtelBridge.Web.Content;

/// <summary>Addresses that stand in a message by themselves.</summary>
internal sealed class MarkdownAutolinks : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        var address = obj.IsEmail ? $"mailto:{obj.Url}" : obj.Url;
        if (!SafeLink.IsLink(address))
        {
            renderer.WriteEscape(obj.Url);
            return;
        }

        MarkdownLinks.Open(renderer, address);
        renderer.WriteEscape(obj.Url);
        renderer.Write("</a>");
    }
}
