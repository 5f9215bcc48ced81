using System.Text;

namespace OtelBridge.Web.Content;

/// <summary>A value as a page shows it: a text, a tree, or its JSON text.</summary>
/// <param name="Source">Where more can be asked for; null where nothing can.</param>
public sealed record ContentModel(ContentSource? Source)
{
    /// <summary>Gets the value as a text: the text it is, or its JSON text when that was asked for or it is no JSON.</summary>
    public TextCut? Text { get; private init; }

    /// <summary>Gets whether the text is the value as it is stored, counted in characters, not what a JSON text says.</summary>
    public bool IsStored { get; private init; }

    /// <summary>Gets whether the text may be read as Markdown.</summary>
    public bool IsMarkdown { get; private init; }

    /// <summary>Gets the value as a tree.</summary>
    public JsonOutline? Tree { get; private init; }

    /// <summary>Makes what shows a value best: Markdown for a text, a tree for all else.</summary>
    /// <param name="json">The value as JSON text; what is no JSON is a text.</param>
    /// <param name="source">Where more of it can be asked for.</param>
    /// <param name="view">What was asked for.</param>
    public static ContentModel Of(string json, ContentSource? source, ContentViewKind view = ContentViewKind.Best)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (view == ContentViewKind.Raw || JsonOutline.Read(Encoding.UTF8.GetBytes(json)) is not { } outline)
        {
            return new ContentModel(source) { Text = TextCut.Of(json, ContentLimits.Text), IsStored = true, IsMarkdown = view is ContentViewKind.Best or ContentViewKind.Chat };
        }

        return outline.Node.Kind == JsonKind.Text && view != ContentViewKind.Json
            ? new ContentModel(source) { Text = PlainText(json), IsMarkdown = view != ContentViewKind.Text }
            : new ContentModel(source) { Tree = outline };
    }

    private static TextCut PlainText(string json)
    {
        var raw = Encoding.UTF8.GetBytes(json.Trim())[1..^1];
        var (text, bytes) = JsonText.Read(raw, ContentLimits.Text);
        return new TextCut(text, raw.Length, bytes);
    }
}
