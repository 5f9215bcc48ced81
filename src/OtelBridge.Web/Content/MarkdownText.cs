using System.Diagnostics.CodeAnalysis;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;
using Microsoft.AspNetCore.Components;

namespace OtelBridge.Web.Content;

/// <summary>Markdown of strangers as markup: the one place that makes markup of their text. HTML in it stays text, links and pictures are those of <see cref="SafeLink"/>.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline WithTables = Pipeline(hasTables: true);
    private static readonly MarkdownPipeline WithoutTables = Pipeline(hasTables: false);

    /// <summary>Renders a text; null when it cannot be, and is to be shown as it is.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever a parser makes of a hostile text, the text itself can be shown.")]
    public static MarkupString? Render(string text)
    {
        if (text.Length > ContentLimits.Text)
        {
            return null;
        }

        // Tables take time and memory that grow with the square of what may be a border of a cell.
        var pipeline = text.AsSpan().Count('|') <= ContentLimits.TableBorders ? WithTables : WithoutTables;
        try
        {
            var document = Markdown.Parse(text, pipeline);
            foreach (var table in document.Descendants<Table>())
            {
                table.ColumnDefinitions.ForEach(static column => column.Alignment = null); // would be a style attribute
            }

            using var writer = new StringWriter();
            var renderer = new HtmlRenderer(writer);
            pipeline.Setup(renderer);
            Strengthen(renderer.ObjectRenderers);
            renderer.Render(document);
            return new MarkupString(writer.ToString());
        }
        catch (Exception)
        {
            return null; // nested too deeply, for one
        }
    }

    private static MarkdownPipeline Pipeline(bool hasTables)
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        return (hasTables ? builder.UsePipeTables() : builder)
            .UseAutoLinks().UseEmphasisExtras(Markdig.Extensions.EmphasisExtras.EmphasisExtraOptions.Strikethrough).UseSoftlineBreakAsHardlineBreak().Build();
    }

    private static void Strengthen(ObjectRendererCollection renderers)
    {
        renderers.Replace<HeadingRenderer>(new MarkdownHeadings());
        renderers.Replace<CodeBlockRenderer>(new MarkdownCode());
        renderers.Replace<LinkInlineRenderer>(new MarkdownLinks());
        renderers.Replace<AutolinkInlineRenderer>(new MarkdownAutolinks());
        renderers.RemoveAll(static renderer => renderer is HtmlBlockRenderer or HtmlInlineRenderer);
    }
}
