using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace OtelBridge.Web.Content;

/// <summary>Links and pictures inside a message. A picture that is elsewhere becomes a link: looking at a trace tells nobody.</summary>
internal sealed class MarkdownLinks : HtmlObjectRenderer<LinkInline>
{
    private const int MaxShown = 200;

    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        var address = obj.GetDynamicUrl?.Invoke() ?? obj.Url;
        if (obj.IsImage && SafeLink.IsPicture(address))
        {
            renderer.Write("<img class=\"content-picture\" loading=\"lazy\" src=\"").WriteEscape(address).Write("\" alt=\"");
            WriteWords(renderer, obj);
            renderer.Write("\">");
        }
        else if (SafeLink.IsLink(address))
        {
            Open(renderer, address!);
            WriteContent(renderer, obj);
            renderer.Write("</a>");
        }
        else
        {
            WriteContent(renderer, obj);
            WriteAddress(renderer, address);
        }
    }

    /// <summary>Begins a link that leads away.</summary>
    internal static void Open(HtmlRenderer renderer, string address) => renderer
        .Write("<a target=\"_blank\" rel=\"").Write(SafeLink.Relation).Write("\" href=\"").WriteEscapeUrl(address).Write("\">");

    private static void WriteContent(HtmlRenderer renderer, LinkInline link)
    {
        if (link.IsImage)
        {
            renderer.Write("picture: ");
        }

        renderer.WriteChildren(link);
        if (link.FirstChild is null)
        {
            renderer.WriteEscape(Shown(link.Url));
        }
    }

    private static void WriteWords(HtmlRenderer renderer, LinkInline link)
    {
        var before = renderer.EnableHtmlForInline;
        renderer.EnableHtmlForInline = false;
        renderer.WriteChildren(link);
        renderer.EnableHtmlForInline = before;
    }

    private static void WriteAddress(HtmlRenderer renderer, string? address)
    {
        if (!string.IsNullOrEmpty(address))
        {
            renderer.Write(" <span class=\"soft\">(").WriteEscape(Shown(address)).Write(")</span>");
        }
    }

    private static string Shown(string? address) => address is null ? "" : address[..TextCut.End(address, MaxShown)];
}
