using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace QuickStart.Documents;

/// <summary>The words of a paragraph or heading without their markup.</summary>
internal static class MarkdownText
{
    public static string Of(LeafBlock block) =>
        block.Inline is { } inlines ? string.Concat(inlines.Descendants().Select(Text)).Trim() : string.Empty;

    private static string Text(MarkdownObject inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        LineBreakInline => " ",
        _ => string.Empty, // emphasis and links hold their text as inlines of their own; HTML has none for us
    };
}
