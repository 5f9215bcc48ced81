using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace QuickStart.Documents;

/// <summary>Cuts a Markdown file at its headings.</summary>
internal static class MarkdownSections
{
    /// <summary>A section that grows beyond this many characters is continued in a second one, so that a prompt can hold several.</summary>
    private const int MaxSectionLength = 2000;

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseYamlFrontMatter().Build();

    public static IReadOnlyList<DocumentSection> Split(string path, string markdown)
    {
        var sections = new List<DocumentSection>(); // bounded by the file
        var lines = new List<string>();
        var title = Path.GetFileName(path);
        var uri = path;
        foreach (var block in Markdown.Parse(markdown, Pipeline))
        {
            if (block is HeadingBlock heading)
            {
                Close();
                title = MarkdownText.Of(heading);
                uri = $"{path}#{Anchor(title)}";
                continue;
            }

            var text = Lines(block).ToList();
            if (lines.Count > 0 && lines.Sum(static line => line.Length) + text.Sum(static line => line.Length) > MaxSectionLength)
            {
                Close();
            }

            lines.AddRange(text);
        }

        Close();
        return sections;

        void Close()
        {
            if (lines.Count > 0)
            {
                sections.Add(new DocumentSection($"{path}:{sections.Count + 1}", uri, title, string.Join('\n', lines)));
                lines.Clear();
            }
        }
    }

    private static IEnumerable<string> Lines(Block block) => block switch
    {
        CodeBlock code => code.Lines.ToString().Split('\n').Select(static line => DocumentSection.CodeIndent + line.TrimEnd()),
        TableRow { IsHeader: true } => [],
        TableRow row => [string.Join(": ", row.SelectMany(Lines))],
        ContainerBlock container => container.SelectMany(Lines),
        LeafBlock leaf when MarkdownText.Of(leaf) is { Length: > 0 } text => [text],
        _ => [],
    };

    // As code hosts make it: "The way of a span, in ten hops" is #the-way-of-a-span-in-ten-hops.
    private static string Anchor(string title) => string.Concat(title
        .Where(static c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')
        .Select(static c => c == ' ' ? '-' : char.ToLowerInvariant(c)));
}
