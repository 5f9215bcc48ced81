using OtelBridge.Web.Content;

namespace OtelBridge.Web.Spans;

/// <summary>A piece of a content: some of a text, of a tree, of a chat, or what was found in it.</summary>
/// <param name="Source">What it is a piece of.</param>
public sealed record ContentPartModel(ContentSource Source)
{
    public TextCut? Text { get; init; }

    /// <summary>Gets whether the text is a piece of the value as it is stored.</summary>
    public bool IsStored { get; init; }

    /// <summary>Gets where the text begins in the JSON text around it.</summary>
    public int At { get; init; }

    public JsonOutline? Tree { get; init; }

    public ChatModel? Chat { get; init; }

    public string Search { get; init; } = "";

    public IReadOnlyList<JsonMatch>? Found { get; init; }
}
