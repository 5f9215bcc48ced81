namespace QuickStart.Documents;

/// <summary>A part of a Markdown file that is found and cited on its own: what stands below one heading.</summary>
/// <param name="Id">The file and the part's number in it.</param>
/// <param name="Uri">The file, relative to the repository, and the anchor of the heading: <c>docs/architecture.md#decisions</c>.</param>
/// <param name="Title">The heading, or the file's name before the first one.</param>
/// <param name="Text">Plain text: a paragraph, list item or table row a line; lines of code are indented by four spaces.</param>
internal sealed record DocumentSection(string Id, string Uri, string Title, string Text)
{
    /// <summary>What the lines of a code block begin with, as in Markdown itself.</summary>
    public const string CodeIndent = "    ";
}
