using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Web.Comparison;
using OtelBridge.Web.Content;

namespace OtelBridge.Fuzz.Targets.Content;

/// <summary>What pages make of values of strangers: Markdown, trees of JSON, searches in them, pages of long texts, differences.</summary>
internal sealed class PageContentTarget : FuzzTarget
{
    public override string Name => "page-content";

    public override string What => "values as pages show them: Markdown, JSON trees, searches in them, differences of two texts";

    public override IReadOnlyList<string> Words { get; } =
    [
        .. WordLists.Json, "# ", "* ", "- ", "> ", "1. ", "```", "~~~", "`", "**", "__", "~~", "[a](b)", "![a](data:image/png;base64,AAAA)", "<a>", "<!--", "|a|b|\n|-|-|\n", "http://a", "www.", "[a]: b\n", "\n\n", "    ", "\t", "\\", "&amp;", "&#0;", "](", "![", "[[[[", "<<<<",
        "*_*_", "javascript:", "<script>", "\r\n", "---\n", "===\n",
    ];

    public override IEnumerable<byte[]> Seeds => ((string[])
    [
        "# A\n\n* b\n* c `d` **e** [f](http://g) ![h](data:image/png;base64,AAAA)\n\n|a|b|\n|-|-|\n|1|2|\n\n```c\nint x;\n```\n> quote\n\n<b>html</b> http://x.y",
        """{"a":[1,2,{"b":"c\u00e9\ud83d\ude00"}],"d":"long text","e":null,"f":1.5}""", "\"text with \\u0041 and \\ud800\"", "line 1\nline 2\nline 3\n\u0000line 1\nline x\nline 3",
    ]).Select(Encoding.UTF8.GetBytes);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var markup = MarkdownText.Render(text);
        Promise(markup is not { } made || !made.Value.Contains("<script", StringComparison.OrdinalIgnoreCase), "Markdown makes no script.");
        var model = ContentModel.Of(text, null);
        var raw = ContentModel.Of(text, null, ContentViewKind.Raw);
        var outline = JsonOutline.Read(input);
        foreach (var at in (int[])[0, 1, input.Length / 2])
        {
            _ = JsonOutline.Read(input, at, 1);
            _ = ContentText.Read(text, isJson: true, at, at);
        }

        var found = JsonSearch.Find(input, "a");
        Promise(found.Count <= ContentLimits.Found, "Only so many places are found.");
        var halves = text.Split('\0', 2);
        var difference = TextDifference.Of(halves[0], halves[^1], new DifferenceBudget());
        return $"{markup is null} {model.IsMarkdown} {model.Tree is null} {raw.IsStored} {outline is null} {Math.Min(found.Count, 2)} {difference.IsSame} {difference.IsCoarse}";
    }
}
